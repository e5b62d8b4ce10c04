package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.task.Task;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How the UPID of a task stands in its row: of `UPID:node:PID:PSTART:STARTTIME:type:id:user:` only `:PID:PSTART`, for
/// the rest has columns of its own; any text of another form, and the key of a line of the log, whole.
///
/// The migration that shortened older rows follows the same rule, and the views of tasks put UPIDs together alike.
public final class StoredUpid {

    /// Two numbers of eight hexadecimal digits.
    private static final int HEAD_CHARACTERS = 17;

    /// The whole texts of one second in an order of their own, by columns of their rows.
    public static final String ORDER =
            "node || ':' || upid || ':' || type || ':' || coalesce(target, '') || ':' || user_name";

    private StoredUpid() {}

    /// What stands in the row of a task.
    public static String of(Task task) {
        String before = before(task.node());
        String after = after(task.startedAt().toEpochMilli(), task.type(), task.target(), task.user());
        String upid = task.upid();
        boolean canonical = upid.length() == before.length() + HEAD_CHARACTERS + after.length()
                && upid.startsWith(before)
                && upid.endsWith(after);
        return canonical ? ":" + upid.substring(before.length(), before.length() + HEAD_CHARACTERS) : upid;
    }

    /// Where a task stands among those that began in its second: see [#ORDER].
    public static String order(Task task) {
        return String.join(
                ":", task.node(), of(task), task.type(), task.target().orElse(""), task.user());
    }

    /// Where a task may stand whose UPID is all that is known.
    public static Stream<String> possible(String upid) {
        String[] parts = upid.split(":", -1);
        return parts.length > 3 ? Stream.of(upid, ":" + parts[2] + ":" + parts[3]) : Stream.of(upid);
    }

    /// @param stored what stands in the row, the others are its columns
    public static String whole(
            String stored, String node, long startedAt, String type, Optional<String> target, String user) {
        return stored.startsWith(":")
                ? before(node) + stored.substring(1) + after(startedAt, type, target, user)
                : stored;
    }

    private static String before(String node) {
        return "UPID:" + node + ":";
    }

    private static String after(long startedAt, String type, Optional<String> target, String user) {
        return ":" + String.format(Locale.ROOT, "%08X", startedAt / 1000) + ":" + type + ":" + target.orElse("") + ":"
                + user + ":";
    }
}
