package io.github.proxmoxmcp.demo.world;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// The cluster's log: who changed which configuration, start and end of every task. A ring of some thousand lines.
public final class ClusterLog {
    private static final int MOST = 5_000;

    private final Deque<Line> lines = new ArrayDeque<>();
    private long written;

    /// One line of the log.
    public record Line(long uid, Instant time, String node, String user, int pid, String message) {}

    void write(Instant time, String node, String user, int pid, String message) {
        lines.addFirst(new Line(++written, time, node, user, pid, message));
        if (lines.size() > MOST) {
            lines.removeLast();
        }
    }

    /// Newest first.
    public List<Line> lines() {
        return lines.stream()
                .sorted(Comparator.comparing(Line::time)
                        .thenComparingLong(Line::uid)
                        .reversed())
                .toList();
    }
}
