package io.github.proxmoxmcp.demo.model;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a task: where, when, what, on which object, by whom.
public record TaskId(String node, int pid, long pstart, long starttime, String type, String id, String user) {
    private static final Pattern FORM = Pattern.compile("UPID:([a-zA-Z0-9][a-zA-Z0-9-]*):([0-9A-F]{8}):([0-9A-F]{8,9})"
            + ":([0-9A-F]{8}):([^:\\s]+):([^:\\s]*):([^:\\s]+):");

    public static Optional<TaskId> parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(new TaskId(
                match.group(1),
                Integer.parseUnsignedInt(match.group(2), 16),
                Long.parseLong(match.group(3), 16),
                Long.parseLong(match.group(4), 16),
                match.group(5),
                match.group(6),
                match.group(7)));
    }

    @Override
    public String toString() {
        return "UPID:%s:%08X:%08X:%08X:%s:%s:%s:".formatted(node, pid, pstart, starttime, type, id, user);
    }
}
