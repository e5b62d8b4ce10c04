package io.github.proxmoxmcp.server.manifest.guest;

import static io.github.proxmoxmcp.server.manifest.guest.ValueType.BOOLEAN;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.DISCARD;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.DISK_SIZE;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.INTEGER;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.KEYS;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.MAC;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.MEMORY;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.NOTE;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.NUMBER;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.RAW;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.TAGS;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.TEXT;
import static io.github.proxmoxmcp.server.manifest.guest.ValueType.WORDS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The fields of a virtual machine's or a container's manifest: the one table that reading, comparing, writing,
/// exporting and the JSON Schema all follow. `*` stands for the name of a slot.
public final class GuestFields {

    private static final String ON = "1";
    private static final String OFF = "0";
    private static final String MIB_512 = String.valueOf(512L << 20);

    private static final List<Field> COMMON = List.of(
            Field.of("description", "description", NOTE),
            Field.of("tags", "tags", TAGS),
            Field.of("pool", Field.POOL, TEXT),
            Field.of("onBoot", "onboot", BOOLEAN).orElse(OFF),
            Field.of("protection", "protection", BOOLEAN).orElse(OFF),
            Field.of("template", "template", BOOLEAN).orElse(OFF).onlyAtCreation(),
            Field.of("startup.order", "startup", "order", INTEGER),
            Field.of("startup.up", "startup", "up", INTEGER),
            Field.of("startup.down", "startup", "down", INTEGER),
            Field.of("cpu.limit", "cpulimit", NUMBER).orElse(OFF),
            Field.of("cpu.units", "cpuunits", INTEGER),
            Field.of("nets.*.bridge", "*", "bridge", TEXT),
            Field.of("nets.*.vlan", "*", "tag", INTEGER),
            Field.of("nets.*.trunks", "*", "trunks", TEXT),
            Field.of("nets.*.firewall", "*", "firewall", BOOLEAN).orElse(OFF),
            Field.of("nets.*.linkDown", "*", "link_down", BOOLEAN).orElse(OFF),
            Field.of("nets.*.rate", "*", "rate", NUMBER),
            Field.of("nets.*.mtu", "*", "mtu", INTEGER),
            Field.of("disks.*.storage", "*", OptionLine.STORAGE, TEXT),
            Field.of("disks.*.volume", "*", OptionLine.VOLUME, TEXT),
            Field.of("disks.*.size", "*", "size", DISK_SIZE),
            Field.of("disks.*.replicate", "*", "replicate", BOOLEAN).orElse(ON),
            Field.of("disks.*.readOnly", "*", "ro", BOOLEAN).orElse(OFF));

    private static final List<Field> OF_VMS = List.of(
            Field.of("hostname", "name", TEXT),
            Field.of("cpu.cores", "cores", INTEGER).orElse(ON),
            Field.of("cpu.sockets", "sockets", INTEGER).orElse(ON),
            Field.of("cpu.type", "cpu", "cputype", TEXT),
            Field.of("cpu.flags", "cpu", "flags", TEXT),
            Field.of("cpu.numa", "numa", BOOLEAN).orElse(OFF),
            Field.of("memory.size", "memory", "current", MEMORY).orElse(MIB_512),
            Field.of("memory.balloon", "balloon", MEMORY),
            Field.of("memory.shares", "shares", INTEGER).orElse("1000"),
            Field.of("agent.enabled", "agent", "enabled", BOOLEAN).orElse(OFF),
            Field.of("agent.trimAfterClone", "agent", "fstrim_cloned_disks", BOOLEAN)
                    .orElse(OFF),
            Field.of("agent.type", "agent", "type", TEXT).orElse("virtio"),
            Field.of("nets.*.model", "*", "model", TEXT),
            Field.of("nets.*.mac", "*", "macaddr", MAC),
            Field.of("nets.*.queues", "*", "queues", INTEGER),
            Field.of("disks.*.media", "*", "media", TEXT).orElse("disk"),
            Field.of("disks.*.discard", "*", "discard", DISCARD).orElse(OFF),
            Field.of("disks.*.ssd", "*", "ssd", BOOLEAN).orElse(OFF),
            Field.of("disks.*.iothread", "*", "iothread", BOOLEAN).orElse(OFF),
            Field.of("disks.*.cache", "*", "cache", TEXT),
            Field.of("disks.*.backup", "*", "backup", BOOLEAN).orElse(ON),
            Field.of("disks.*.serial", "*", "serial", TEXT),
            Field.of("cloudInit.user", "ciuser", TEXT),
            Field.of("cloudInit.upgrade", "ciupgrade", BOOLEAN).orElse(ON),
            Field.of("cloudInit.sshKeys", "sshkeys", KEYS),
            Field.of("cloudInit.nameservers", "nameserver", WORDS),
            Field.of("cloudInit.searchDomains", "searchdomain", WORDS),
            Field.of("cloudInit.ip.*.address", "*", "ip", TEXT),
            Field.of("cloudInit.ip.*.gateway", "*", "gw", TEXT),
            Field.of("cloudInit.ip.*.address6", "*", "ip6", TEXT),
            Field.of("cloudInit.ip.*.gateway6", "*", "gw6", TEXT));

    private static final List<Field> OF_CONTAINERS = List.of(
            Field.of("hostname", "hostname", TEXT),
            Field.of("unprivileged", "unprivileged", BOOLEAN).orElse(OFF).onlyAtCreation(),
            Field.of("cpu.cores", "cores", INTEGER),
            Field.of("memory.size", "memory", MEMORY).orElse(MIB_512),
            Field.of("memory.swap", "swap", MEMORY).orElse(MIB_512),
            Field.of("nameservers", "nameserver", WORDS),
            Field.of("searchDomains", "searchdomain", WORDS),
            Field.of("timezone", "timezone", TEXT),
            Field.of("features.nesting", "features", "nesting", BOOLEAN).orElse(OFF),
            Field.of("features.keyctl", "features", "keyctl", BOOLEAN).orElse(OFF),
            Field.of("features.fuse", "features", "fuse", BOOLEAN).orElse(OFF),
            Field.of("features.mknod", "features", "mknod", BOOLEAN).orElse(OFF),
            Field.of("features.mount", "features", "mount", TEXT),
            Field.of("nets.*.name", "*", "name", TEXT),
            Field.of("nets.*.mac", "*", "hwaddr", MAC),
            Field.of("nets.*.ip", "*", "ip", TEXT),
            Field.of("nets.*.gateway", "*", "gw", TEXT),
            Field.of("nets.*.ip6", "*", "ip6", TEXT),
            Field.of("nets.*.gateway6", "*", "gw6", TEXT),
            Field.of("disks.*.path", "*", "mp", TEXT),
            Field.of("disks.*.backup", "*", "backup", BOOLEAN).orElse(OFF),
            Field.of("disks.*.acl", "*", "acl", BOOLEAN),
            Field.of("disks.*.quota", "*", "quota", BOOLEAN).orElse(OFF));

    /// What Proxmox takes where an option is not set, of those that have no field of their own.
    private static final Map<String, String> RAW_DEFAULTS_OF_VMS = Map.ofEntries(
            Map.entry("acpi", ON),
            Map.entry("kvm", ON),
            Map.entry("tablet", ON),
            Map.entry("allow-ksm", ON),
            Map.entry("scsihw", "lsi"),
            Map.entry("ostype", "other"),
            Map.entry("bios", "seabios"),
            Map.entry("hotplug", "network,disk,usb"),
            Map.entry("autostart", OFF),
            Map.entry("freeze", OFF),
            Map.entry("localtime", OFF),
            Map.entry("tdf", OFF),
            Map.entry("reboot", ON),
            Map.entry("keephugepages", OFF));

    private static final Map<String, String> RAW_DEFAULTS_OF_CONTAINERS =
            Map.of("tty", "2", "cmode", "tty", "console", ON, "debug", OFF, "arch", "amd64");

    /// Made by machines, or told elsewhere: never compared, never exported.
    private static final Set<String> NOT_DECLARED = Set.of(
            "digest",
            "lock",
            "meta",
            "vmgenid",
            "parent",
            "snapstate",
            "snaptime",
            "vmstate",
            "runningmachine",
            "runningcpu",
            "running-nets-host-mtu",
            "smbios1",
            "lxc");

    /// Parameters of the calls that set options, which are none themselves: they delete, force or restore.
    private static final Set<String> NO_OPTIONS = Set.of(
            "archive",
            "background_delay",
            "bwlimit",
            "delete",
            "force",
            "ha-managed",
            "ignore-unpack-errors",
            "import-working-storage",
            "live-restore",
            "node",
            "ostemplate",
            "pool",
            "restore",
            "revert",
            "skiplock",
            "start",
            "storage",
            "unique",
            "vmid");

    private static final Pattern UNUSED = Pattern.compile("unused[0-9]+");
    private static final Pattern NET = Pattern.compile("net[0-9]{1,2}");
    private static final Pattern DISK_OF_VM = Pattern.compile("(ide|sata|scsi|virtio)[0-9]{1,2}|efidisk0|tpmstate0");
    private static final Pattern DISK_OF_CONTAINER = Pattern.compile("rootfs|mp[0-9]{1,3}");
    private static final Pattern SYSTEM_DISK = Pattern.compile("efidisk0|tpmstate0");

    private static final GuestFields VM = new GuestFields(false);
    private static final GuestFields CONTAINER = new GuestFields(true);

    private final boolean container;
    private final List<Field> all;

    private GuestFields(boolean container) {
        this.container = container;
        this.all = Stream.of(
                        COMMON.stream(),
                        (container ? OF_CONTAINERS : OF_VMS).stream(),
                        Stream.of(
                                Field.of("node", Field.NODE, TEXT).onlyAtCreation(),
                                Field.of("power", Field.POWER, TEXT)))
                .flatMap(fields -> fields)
                .toList();
    }

    public static GuestFields of(boolean container) {
        return container ? CONTAINER : VM;
    }

    public boolean container() {
        return container;
    }

    /// All of them, with `*` where the name of a slot stands.
    public List<Field> all() {
        return all;
    }

    /// How the slots of a group are named; absent for what is no group of slots.
    public Optional<Pattern> slots(String group) {
        return switch (group) {
            case "disks" -> Optional.of(container ? DISK_OF_CONTAINER : DISK_OF_VM);
            case "nets" -> Optional.of(NET);
            case "cloudInit.ip" -> container ? Optional.empty() : Optional.of(NET);
            default -> Optional.empty();
        };
    }

    /// The option of a slot: addresses of `net0` stand in `ipconfig0`.
    public static String option(String group, String slot) {
        return group.equals("cloudInit.ip") ? slot.replace("net", "ipconfig") : slot;
    }

    /// The fields of one slot of a group.
    public List<Field> slot(String group, String slot) {
        String prefix = group + ".*.";
        return all.stream()
                .filter(field -> field.path().startsWith(prefix))
                .map(field -> new Field(
                        group + "." + slot + "." + field.path().substring(prefix.length()),
                        option(group, slot),
                        field.part(),
                        field.type(),
                        field.absent(),
                        field.createOnly() || SYSTEM_DISK.matcher(slot).matches()))
                .toList();
    }

    /// The line that a group of fields stands in, whose other parts can be named as Proxmox does.
    public Optional<String> line(String group) {
        return Stream.of("cpu", "agent", "startup", "features")
                .filter(group::equals)
                .filter(name -> all.stream().anyMatch(field -> field.option().equals(name) && !field.isWhole()))
                .findFirst();
    }

    /// Whether a part of a line has a field of its own, in a group or in a slot of one.
    public boolean hasPart(String group, String part) {
        String prefix = group.replaceFirst("\\.[a-z]+[0-9]*$", "") + ".";
        return part.equals("file")
                || all.stream()
                        .filter(field -> field.path().startsWith(prefix))
                        .anyMatch(field -> field.part().equals(part));
    }

    /// A part of a line that has no field of its own.
    public static Field rawPart(String group, String option, String part) {
        return Field.of(group + ".options." + part, option, part, RAW);
    }

    /// An option that has no field of its own.
    public Field raw(String option) {
        Field field = Field.of("options." + option, option, RAW);
        return Optional.ofNullable((container ? RAW_DEFAULTS_OF_CONTAINERS : RAW_DEFAULTS_OF_VMS).get(option))
                .map(field::orElse)
                .orElse(field);
    }

    /// The field that an option has of its own, such as `cpu.cores` for `cores`.
    public Optional<String> owner(String option) {
        String slot = option.replaceFirst("^ipconfig", "net");
        return Stream.concat(
                        all.stream()
                                .filter(field -> field.option().equals(option))
                                .map(Field::path),
                        Stream.of("disks", "nets", "cloudInit.ip")
                                .filter(group -> option(group, slot).equals(option))
                                .filter(group -> slots(group)
                                        .filter(names -> names.matcher(slot).matches())
                                        .isPresent())
                                .map(group -> group + "." + slot))
                .findFirst();
    }

    /// The fields that are parts of an option's line.
    ///
    /// @param group the path of a slot, such as `disks.scsi0`, or the option's own name
    List<Field> parts(String group, String option) {
        int dot = group.lastIndexOf('.');
        return dot < 0
                ? all.stream().filter(field -> field.option().equals(option)).toList()
                : slot(group.substring(0, dot), group.substring(dot + 1));
    }

    /// Whether a path is that of a slot, such as `disks.scsi0`.
    static boolean isSlot(String path, GuestFields known) {
        int dot = path.lastIndexOf('.');
        return dot > 0 && known.slots(path.substring(0, dot)).isPresent();
    }

    /// Whether an option is never declared.
    public static boolean isNotDeclared(String option) {
        return NOT_DECLARED.contains(option)
                || NO_OPTIONS.contains(option)
                || UNUSED.matcher(option).matches();
    }
}
