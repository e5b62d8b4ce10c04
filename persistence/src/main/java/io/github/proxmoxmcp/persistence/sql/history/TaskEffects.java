package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.history.TaskRows.Candidate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a task of some type, or a line of the cluster's log, can change of the guest that it works on.
public final class TaskEffects {

    private static final Set<String> CREATE = Set.of("qmcreate", "vzcreate", "qmrestore", "vzrestore");
    private static final Set<String> CLONE = Set.of("qmclone", "vzclone");
    private static final Set<String> DESTROY = Set.of("qmdestroy", "vzdestroy");
    private static final Set<String> RESTORE = Set.of("qmrestore", "vzrestore", "qmrollback", "vzrollback");
    private static final Set<String> MIGRATE = Set.of("qmigrate", "vzmigrate");
    private static final Set<String> TEMPLATE = Set.of("qmtemplate", "vztemplate");
    private static final Set<String> SNAPSHOT =
            Set.of("qmsnapshot", "vzsnapshot", "qmdelsnapshot", "vzdelsnapshot", "qmrollback", "vzrollback");

    private static final Set<String> START =
            Set.of("qmstart", "vzstart", "qmreboot", "vzreboot", "qmresume", "vzresume");
    private static final Set<String> STOP = Set.of("qmstop", "vzstop", "qmshutdown", "vzshutdown", "vzsuspend");
    private static final Set<String> PAUSE = Set.of("qmpause", "qmsuspend", "vzsuspend");

    /// Types that change nothing that is kept.
    private static final Set<String> NOTHING =
            Set.of("vncproxy", "vncshell", "spiceproxy", "spiceshell", "termproxy", "qmagent");

    private static final Map<String, Set<String>> LOCKS = Map.ofEntries(
            Map.entry("backup", Set.of("vzdump")),
            Map.entry("clone", CLONE),
            Map.entry("create", CREATE),
            Map.entry("destroyed", DESTROY),
            Map.entry("migrate", MIGRATE),
            Map.entry("rollback", Set.of("qmrollback", "vzrollback")),
            Map.entry("snapshot", Set.of("qmsnapshot", "vzsnapshot", "vzdump")),
            Map.entry("snapshot-delete", Set.of("qmdelsnapshot", "vzdelsnapshot", "vzdump")),
            Map.entry("suspending", Set.of("qmsuspend")),
            Map.entry("suspended", Set.of("qmsuspend", "qmstart")),
            Map.entry("disk", Set.of("move_volume", "resize", "vzmove")),
            Map.entry("mounted", Set.of("vzmount", "vzumount")));

    /// What of a guest's row its configuration tells too.
    private static final Map<String, Set<String>> KEYS = Map.of(
            "name", Set.of("name", "hostname"),
            "memory_bytes", Set.of("memory"),
            "cpus", Set.of("cores", "sockets", "vcpus"),
            "tags", Set.of("tags"),
            "template", Set.of("template"));

    private static final Set<String> STARTS = Set.of("qmstart", "vzstart");
    private static final long MIB = 1L << 20;

    private static final Pattern DISK =
            Pattern.compile("(?:ide|sata|scsi|virtio|efidisk|tpmstate|mp|unused)[0-9]+|rootfs|boot");

    private TaskEffects() {}

    /// Whether a task of this type can change anything that is kept.
    public static boolean any(String type) {
        return !NOTHING.contains(type);
    }

    public static boolean creates(Candidate deed) {
        return CREATE.contains(deed.type()) && deed.succeeded();
    }

    public static boolean clones(Candidate deed) {
        return CLONE.contains(deed.type());
    }

    public static boolean destroys(Candidate deed) {
        return DESTROY.contains(deed.type()) && deed.succeeded();
    }

    public static boolean changesSnapshots(Candidate deed) {
        return deed.succeeded() && (SNAPSHOT.contains(deed.type()) || RESTORE.contains(deed.type()));
    }

    /// Whether it can have made this column of a guest's row what it is.
    ///
    public static boolean changes(Candidate deed, String column, Optional<String> before, Optional<String> after) {
        String type = deed.type();
        return switch (column) {
            case "status" -> deed.succeeded() && changesStatus(type, after.orElse(""));
            case "node" -> deed.succeeded() && MIGRATE.contains(type);
            case "lock" ->
                before.or(() -> after)
                        .map(LOCKS::get)
                        .filter(types -> types.contains(type))
                        .isPresent();
            case "template" -> TEMPLATE.contains(type) || RESTORE.contains(type);
            case "name" -> changesKey(deed, "name") || changesKey(deed, "hostname");
            case "tags" -> changesKey(deed, "tags") || DESTROY.contains(type);
            case "memory_bytes" -> appliesPending(type) || changesKey(deed, "memory");
            case "cpus" -> appliesPending(type) || changesKey(deed, "cores");
            case "ha_state" -> changesHaState(deed, before.orElse(""), after.orElse(""));
            default -> false;
        };
    }

    /// The keys of the configuration that tell a column too.
    public static Set<String> keys(String column) {
        return KEYS.getOrDefault(column, Set.of());
    }

    /// The value of a column as its key of the configuration has it.
    public static Optional<String> asConfigured(String column, Optional<String> value) {
        return column.equals("memory_bytes")
                ? value.map(bytes -> Long.toString(Long.parseLong(bytes) / MIB))
                : value.filter(text -> !text.isEmpty());
    }

    /// Whether it asked the HA manager for this: what is asked for by a change of the resource has no task.
    public static boolean requests(Candidate deed, String field, Optional<String> after) {
        return field.equals("state")
                && ((deed.type().equals("hastart") && after.equals(Optional.of("started")))
                        || (deed.type().equals("hastop") && after.equals(Optional.of("stopped"))));
    }

    /// States that the HA manager leads back to `started` by itself.
    private static final Set<String> BY_ITSELF = Set.of("migrate", "relocate", "fence", "recovery", "freeze", "error");

    /// What the HA manager does by itself has no task; its error is that of the start that it tried last.
    private static boolean changesHaState(Candidate deed, String before, String after) {
        return switch (after) {
            case "started" -> deed.type().equals("hastart") && !BY_ITSELF.contains(before);
            case "request_stop", "stopped" -> deed.type().equals("hastop");
            case "error" ->
                STARTS.contains(deed.type()) && !deed.succeeded() && deed.user().equals("root@pam");
            default -> false;
        };
    }

    /// Whether it leaves no key of a configuration as it was, but those that it cannot change.
    public static boolean setsEverything(Candidate deed) {
        return RESTORE.contains(deed.type()) || CREATE.contains(deed.type());
    }

    private static boolean changesStatus(String type, String status) {
        // A container that moves stops and starts.
        if (RESTORE.contains(type) || type.equals("vzmigrate")) {
            return true;
        }
        return switch (status) {
            case "running" -> START.contains(type);
            case "paused" -> PAUSE.contains(type) || type.equals("qmsnapshot");
            case "stopped" ->
                STOP.contains(type) || type.equals("qmreboot") || type.equals("vzreboot") || type.equals("qmsuspend");
            default -> false;
        };
    }

    /// What was set while a guest ran comes into force when it stops or starts, even where the start then fails.
    private static boolean appliesPending(String type) {
        return START.contains(type) || STOP.contains(type);
    }

    /// Whether it can have changed this key of a guest's configuration.
    public static boolean changesKey(Candidate deed, String key) {
        return changesKey(deed.type(), key);
    }

    static boolean changesKey(String type, String key) {
        return switch (type) {
            case "qmconfig", "qmrestore", "vzrestore", "qmcreate", "vzcreate" -> true;
            case "qmrollback", "vzrollback" -> !key.equals("description");
            case "qmsnapshot", "vzsnapshot", "qmdelsnapshot", "vzdelsnapshot" -> key.equals("parent");
            case "qmtemplate", "vztemplate" -> key.equals("template") || isDisk(key);
            case "resize", "qmmove", "move_volume", "vzmove", "imgdel", "qmigrate", "vzmigrate" -> isDisk(key);
            case "qmsuspend" -> key.equals("vmstate") || key.startsWith("running");
            case "qmstart", "qmresume" -> key.equals("vmstate") || key.startsWith("running") || key.equals("vmgenid");
            default -> false;
        };
    }

    private static boolean isDisk(String key) {
        return DISK.matcher(key).matches();
    }
}
