package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Gives the new disks of one guest their names.
final class Allocation {
    private static final Pattern NEW_DISK = Pattern.compile("([a-zA-Z][a-zA-Z0-9_.-]*):(\\d+(?:\\.\\d+)?)(,.*)?");
    private static final Pattern FORMAT = Pattern.compile("(?:^|,)format=(\\w+)");

    private final World world;
    private final GuestType kind;
    private final int vmid;
    private final Set<String> taken;

    Allocation(World world, GuestType kind, int vmid, Collection<Disk> present) {
        this.world = world;
        this.kind = kind;
        this.vmid = vmid;
        this.taken = new HashSet<>(present.stream().map(Disk::volume).toList());
    }

    static Allocation of(World world, SimulatedGuest guest) {
        return new Allocation(
                world, guest.kind(), guest.vmid(), Disk.of(guest.config().wanted()));
    }

    /// Makes of `STORAGE:GIBIBYTES` the line of a volume; any other line stays.
    String create(String line) {
        var wanted = NEW_DISK.matcher(line);
        if (!wanted.matches()) {
            return line;
        }
        var storage = storage(wanted.group(1));
        double gibibytes = Double.parseDouble(wanted.group(2));
        long size = kind == GuestType.LXC
                ? (long) (gibibytes * 1024) << 20
                : (long) Math.ceil(gibibytes * 1024 * 1024) << 10;
        return Disk.line(line, volume(storage, format(line)), size);
    }

    /// The line of a whole copy of a disk, on the same storage or another one.
    String copy(Disk disk, String line, Optional<String> elsewhere) {
        var storage = storage(elsewhere.orElse(disk.storage()));
        return Disk.line(line, volume(storage, disk.format()), disk.size());
    }

    /// The line of a disk that stores only what differs from its base.
    String link(Disk base, String line) {
        var name = "vm-" + vmid + "-disk-" + number(storage(base.storage()), base.format());
        var storage = storage(base.storage());
        var linked = storage.files()
                ? "%s/%d/%s.%s".formatted(base.volume(), vmid, name, base.format())
                : base.volume() + "/" + name;
        return Disk.line(line, linked, base.size());
    }

    /// The storage that a new disk's line names, if it is one.
    static Optional<String> storageOf(String line) {
        var wanted = NEW_DISK.matcher(line);
        return wanted.matches() ? Optional.of(wanted.group(1)) : Optional.empty();
    }

    private ConfiguredStorage storage(String id) {
        return world.storage(id).orElseThrow(() -> new TaskFailure("storage '" + id + "' does not exist"));
    }

    private String format(String line) {
        var named = FORMAT.matcher(line);
        return named.find() ? named.group(1) : kind == GuestType.LXC ? "raw" : "qcow2";
    }

    private String volume(ConfiguredStorage storage, String format) {
        return volume(storage, number(storage, format), format);
    }

    private int number(ConfiguredStorage storage, String format) {
        int number = 0;
        while (!taken.add(volume(storage, number, format))) {
            number++;
        }
        return number;
    }

    private String volume(ConfiguredStorage storage, int number, String format) {
        var name = "vm-" + vmid + "-disk-" + number;
        return storage.files() ? "%s:%d/%s.%s".formatted(storage.id(), vmid, name, format) : storage.id() + ":" + name;
    }
}
