package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.sql.TaskRows.Deed;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a task of some type, or a line of the cluster's log, can change of the guest that it works on.
final class Abilities {

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
            "template", Set.of("template"));

    private static final Pattern DISK =
            Pattern.compile("(?:ide|sata|scsi|virtio|efidisk|tpmstate|mp|unused)[0-9]+|rootfs|boot");

    private Abilities() {}

    /// Whether a task of this type can change anything that is kept.
    static boolean any(String type) {
        return !NOTHING.contains(type);
    }

    static boolean creates(Deed deed) {
        return CREATE.contains(deed.type()) && deed.succeeded();
    }

    static boolean clones(Deed deed) {
        return CLONE.contains(deed.type());
    }

    static boolean destroys(Deed deed) {
        return DESTROY.contains(deed.type()) && deed.succeeded();
    }

    static boolean changesSnapshots(Deed deed) {
        return deed.succeeded() && (SNAPSHOT.contains(deed.type()) || RESTORE.contains(deed.type()));
    }

    /// Whether it can have made this column of a guest's row what it is.
    ///
    /// @param configured keys of the configuration that changed together with it
    static boolean changes(
            Deed deed, String column, Optional<String> before, Optional<String> after, Set<String> configured) {
        String type = deed.type();
        return switch (column) {
            case "status" -> deed.succeeded() && changesStatus(type, after.orElse(""));
            case "node" -> deed.succeeded() && MIGRATE.contains(type);
            case "lock" ->
                before.or(() -> after)
                                .map(LOCKS::get)
                                .filter(types -> types.contains(type))
                                .isPresent()
                        || isOfKeys(deed, "lock");
            case "template" -> TEMPLATE.contains(type) || RESTORE.contains(type);
            case "name" -> changesKey(deed, "name") || changesKey(deed, "hostname");
            case "tags" -> changesKey(deed, "tags") || DESTROY.contains(type);
            case "memory_bytes" ->
                (appliesPending(type) && !isConfigured(column, configured)) || changesKey(deed, "memory");
            case "cpus" ->
                (appliesPending(type) && !isConfigured(column, configured))
                        || changesKey(deed, "cores")
                        || isOfKeys(deed, "sockets")
                        || isOfKeys(deed, "vcpus");
            default -> false;
        };
    }

    /// Whether the configuration tells a column, and just told it anew.
    static boolean isConfigured(String column, Set<String> configured) {
        return KEYS.getOrDefault(column, Set.of()).stream().anyMatch(configured::contains);
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
    static boolean changesKey(Deed deed, String key) {
        if (deed.isLine()) {
            return isOfKeys(deed, key);
        }
        return switch (deed.type()) {
            case "qmconfig", "qmrestore", "vzrestore", "qmrollback", "vzrollback", "qmcreate", "vzcreate" -> true;
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

    /// Whether a line such as `update VM 100: -memory 768 -delete tags,onboot` tells of one of these keys.
    private static boolean isOfKeys(Deed deed, String key) {
        if (!deed.isLine()) {
            return false;
        }
        String[] words = deed.exit().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            String word = words[i].replaceFirst("^--?", "");
            boolean option = !word.equals(words[i]);
            if (option && (word.equals(key) || word.startsWith(key + "="))) {
                return true;
            }
            boolean list = option && (word.equals("delete") || word.equals("revert"));
            if (list
                    && i + 1 < words.length
                    && Arrays.asList(words[i + 1].split("[,; ]")).contains(key)) {
                return true;
            }
            // A disk that is taken away becomes an unused one; `unused0` of a line is that of its `-delete scsi1`.
            if (list
                    && key.startsWith("unused")
                    && i + 1 < words.length
                    && isDisk(words[i + 1].split(",")[0])) {
                return true;
            }
        }
        return false;
    }
}
