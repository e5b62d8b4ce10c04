package io.github.proxmoxmcp.server.manifest;

import static io.github.proxmoxmcp.server.manifest.guest.ValueType.BOOLEAN;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.INSTANT;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.INTEGER;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.LINES;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.RAW;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.SET;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.TEXT;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.WORDS;

import io.github.proxmoxmcp.server.manifest.guest.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The fields of what is no guest: storages, jobs, HA, firewalls, access. One table a kind, which reading, comparing,
/// writing, exporting and the JSON Schema all follow. `*` stands for the name of a slot, and an option of a slot is
/// named like its path, with slashes.
///
/// @param name what the name of such a thing matches: what identifies it in Proxmox
/// @param named an example of it
/// @param raw whether every other option of Proxmox can be declared, too
public record ThingFields(String name, String named, List<Field> fields, boolean raw) {

    private static final String ID = "[A-Za-z0-9][A-Za-z0-9_.-]{0,99}";
    private static final String NODE = "[A-Za-z0-9][A-Za-z0-9-]{0,62}";
    private static final String ON = "1";
    private static final String OFF = "0";

    /// Which storage something is; Proxmox changes none of it later.
    private static final Set<String> OF_A_NEW_STORAGE = Set.of(
            "vgname",
            "thinpool",
            "datastore",
            "share",
            "portal",
            "target",
            "base",
            "authsupported",
            "iscsiprovider",
            "fs-name");

    /// Of what is made by machines, and of what a name says already.
    private static final Set<String> NOT_DECLARED =
            Set.of("digest", "type", "id", "storage", "state", "next-run", "dow", "starttime", "all", "vmid");

    private static final Map<ManifestKind, ThingFields> ALL = all();

    public ThingFields {
        fields = List.copyOf(fields);
    }

    public static ThingFields of(ManifestKind kind) {
        return Optional.ofNullable(ALL.get(kind))
                .orElseThrow(() -> new IllegalArgumentException(kind + " has a table of its own"));
    }

    /// The kinds, in the order of their dependencies.
    public static Set<ManifestKind> kinds() {
        return ALL.keySet();
    }

    private static Map<ManifestKind, ThingFields> all() {
        Map<ManifestKind, ThingFields> all = new EnumMap<>(ManifestKind.class);
        Field comment = Field.of("comment", "comment", TEXT);
        all.put(
                ManifestKind.POOL,
                new ThingFields(
                        "[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,2}",
                        "production",
                        List.of(comment, Field.of("members", "members", WORDS)),
                        false));
        all.put(ManifestKind.STORAGE, new ThingFields(ID, "local-lvm", storage(), true));
        all.put(ManifestKind.BACKUP_JOB, new ThingFields(ID, "nightly", backupJob(comment), true));
        all.putAll(ha(comment));
        all.putAll(firewallAndAccess(comment));
        all.put(
                ManifestKind.BRIDGE,
                new ThingFields(
                        NODE + "/[A-Za-z][A-Za-z0-9_.]{0,14}",
                        "pve1/vmbr0",
                        List.of(
                                Field.of("address", "address", TEXT),
                                Field.of("gateway", "gateway", TEXT),
                                Field.of("ports", "ports", SET),
                                flag("autostart", "autostart"),
                                comment),
                        false));
        return all;
    }

    private static Map<ManifestKind, ThingFields> ha(Field comment) {
        return Map.of(
                ManifestKind.HA_RESOURCE,
                new ThingFields(
                        "(vm|ct):[1-9][0-9]{2,8}",
                        "vm:100 or ct:101",
                        List.of(
                                Field.of("state", "state", TEXT).orElse("started"),
                                Field.of("group", "group", TEXT),
                                Field.of("maxRestart", "max_restart", INTEGER).orElse(ON),
                                Field.of("maxRelocate", "max_relocate", INTEGER).orElse(ON),
                                Field.of("failback", "failback", BOOLEAN).orElse(ON),
                                comment),
                        false),
                ManifestKind.HA_RULE,
                new ThingFields(
                        ID,
                        "prefer-pve1",
                        List.of(
                                Field.of("type", "type", TEXT).onlyAtCreation(),
                                Field.of("resources", "resources", SET),
                                Field.of("nodes", "nodes", SET),
                                Field.of("affinity", "affinity", TEXT),
                                flag("strict", "strict"),
                                flag("disable", "disable"),
                                comment),
                        false),
                ManifestKind.HA_GROUP,
                new ThingFields(
                        ID,
                        "prefer-pve1",
                        List.of(
                                Field.of("nodes", "nodes", SET),
                                flag("restricted", "restricted"),
                                flag("nofailback", "nofailback"),
                                comment),
                        false));
    }

    private static Map<ManifestKind, ThingFields> firewallAndAccess(Field comment) {
        return Map.of(
                ManifestKind.FIREWALL,
                new ThingFields(
                        "cluster|node/" + NODE + "|guest/[1-9][0-9]{2,8}|group/[A-Za-z][A-Za-z0-9_-]{1,19}",
                        "cluster, node/pve1, guest/100 or group/web",
                        List.of(
                                comment,
                                Field.of("rules", "rules", LINES),
                                Field.of("aliases.*.cidr", "aliases/*/cidr", TEXT),
                                Field.of("aliases.*.comment", "aliases/*/comment", TEXT),
                                Field.of("ipsets.*.entries", "ipsets/*/entries", SET),
                                Field.of("ipsets.*.comment", "ipsets/*/comment", TEXT)
                                        .onlyAtCreation()),
                        true),
                ManifestKind.ROLE,
                new ThingFields(ID, "Operators", List.of(Field.of("privileges", "privs", SET)), false),
                ManifestKind.GROUP,
                new ThingFields(ID, "admins", List.of(comment), false),
                ManifestKind.USER,
                new ThingFields(
                        "[^\\s:/@!,;]{1,60}@" + ID,
                        "joe@pve",
                        List.of(
                                Field.of("enable", "enable", BOOLEAN).orElse(ON),
                                Field.of("expire", "expire", INSTANT),
                                Field.of("firstName", "firstname", TEXT),
                                Field.of("lastName", "lastname", TEXT),
                                Field.of("email", "email", TEXT),
                                Field.of("groups", "groups", SET),
                                comment),
                        false),
                ManifestKind.ACL,
                new ThingFields(
                        "/|(/[A-Za-z0-9._@-]+)+",
                        "/vms/100",
                        List.of(
                                Field.of("grants.*.roles", "grants/*/roles", SET),
                                Field.of("grants.*.propagate", "grants/*/propagate", BOOLEAN)
                                        .orElse(ON)),
                        false));
    }

    private static List<Field> storage() {
        return Stream.concat(
                        Stream.of(
                                Field.of("type", "type", TEXT).onlyAtCreation(),
                                Field.of("content", "content", SET),
                                Field.of("nodes", "nodes", SET),
                                flag("shared", "shared"),
                                flag("disable", "disable"),
                                Field.of("path", "path", TEXT).onlyAtCreation(),
                                Field.of("server", "server", TEXT),
                                Field.of("export", "export", TEXT).onlyAtCreation(),
                                Field.of("pool", "pool", TEXT)),
                        keep())
                .toList();
    }

    private static List<Field> backupJob(Field comment) {
        return Stream.concat(
                        Stream.of(
                                Field.of("enabled", "enabled", BOOLEAN).orElse(ON),
                                Field.of("schedule", "schedule", TEXT),
                                Field.of("storage", "storage", TEXT),
                                Field.of("node", "node", TEXT),
                                Field.of("mode", "mode", TEXT).orElse("snapshot"),
                                flag("guests.all", "all"),
                                Field.of("guests.pool", "pool", TEXT),
                                Field.of("guests.vmids", "vmid", SET),
                                Field.of("guests.exclude", "exclude", SET),
                                Field.of("compress", "compress", TEXT),
                                Field.of("notesTemplate", "notes-template", TEXT),
                                flag("repeatMissed", "repeat-missed"),
                                comment),
                        keep())
                .toList();
    }

    /// What is kept of backups: parts of `prune-backups`.
    private static Stream<Field> keep() {
        return Stream.concat(
                Stream.of("last", "hourly", "daily", "weekly", "monthly", "yearly")
                        .map(word -> Field.of("keep." + word, "prune-backups", "keep-" + word, INTEGER)),
                Stream.of(Field.of("keep.all", "prune-backups", "keep-all", BOOLEAN)));
    }

    private static Field flag(String path, String option) {
        return Field.of(path, option, BOOLEAN).orElse(OFF);
    }

    /// The groups whose members have names of their own, such as `aliases`.
    public List<String> slots() {
        return fields.stream()
                .map(Field::path)
                .filter(path -> path.contains(".*."))
                .map(path -> path.substring(0, path.indexOf('.')))
                .distinct()
                .toList();
    }

    /// The fields of one slot.
    public List<Field> slot(String group, String slot) {
        return fields.stream()
                .filter(field -> field.path().startsWith(group + ".*."))
                .map(field -> field.in(slot))
                .toList();
    }

    /// A slot as a whole, for its removal.
    static Field whole(String group, String slot) {
        return Field.of(group + "." + slot, group + "/" + slot, RAW);
    }

    /// The option that no field has; absent where it has one, or is nothing to declare.
    public Optional<Field> option(String option) {
        boolean taken = fields.stream().anyMatch(field -> field.option().equals(option));
        if (!raw || taken || NOT_DECLARED.contains(option) || !option.matches("[a-z][a-z0-9_-]*")) {
            return Optional.empty();
        }
        Field field = Field.of("options." + option, option, RAW);
        return Optional.of(OF_A_NEW_STORAGE.contains(option) ? field.onlyAtCreation() : field);
    }

    /// The words that can stand at the top of such a manifest, or below a group.
    ///
    /// @param prefix empty, or a group with a dot
    List<String> words(String prefix) {
        List<String> words = new ArrayList<>();
        fields.stream()
                .map(Field::path)
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()).replaceFirst("\\..*", ""))
                .distinct()
                .forEach(words::add);
        return words;
    }
}
