package io.github.proxmoxmcp.demo.world;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The cluster's log: attempts to change virtual machines, start and end of every task. A ring of some thousand lines.
///
/// A line proves nothing: it is written before the change, which may still be refused. What changes containers, pools,
/// storages, jobs, users, rights or the manager's requests leaves none.
public final class ClusterLog {
    private static final int MAX_LOG_LINES = 5_000;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final Map<String, Long> uids = new HashMap<>();
    private long written;

    /// One line of the log.
    ///
    /// @param uid counts the lines of a node since it booted, so that it comes back
    public record Line(long order, long uid, Instant time, String node, Source source, String message) {
        /// 3 for what failed, 6 for all else.
        public int priority() {
            return message.startsWith("end task") && !message.matches(".*: (OK|WARNINGS: \\d+)$") ? 3 : 6;
        }
    }

    /// Who wrote a line.
    ///
    /// @param tag of the daemon: `pvedaemon`, `pve-ha-lrm`, `pvescheduler`, `pve-guests` or `cluster`
    public record Source(String user, String tag, int pid) {
        /// A call of the API.
        static Source api(String user, int pid) {
            return new Source(user, "pvedaemon", pid);
        }
    }

    void write(Instant time, String node, Source source, String message) {
        lines.addFirst(new Line(++written, uids.merge(node, 1L, Long::sum), time, node, source, message));
        if (lines.size() > MAX_LOG_LINES) {
            lines.removeLast();
        }
    }

    /// A node that boots begins to count anew; what it wrote before stays.
    void booted(Instant time, String node, int pid) {
        uids.remove(node);
        write(time, node, new Source("root", "cluster", pid), "starting cluster log");
    }

    /// Newest first.
    public List<Line> lines() {
        return lines.stream()
                .sorted(Comparator.comparing(Line::time)
                        .thenComparingLong(Line::order)
                        .reversed())
                .toList();
    }
}
