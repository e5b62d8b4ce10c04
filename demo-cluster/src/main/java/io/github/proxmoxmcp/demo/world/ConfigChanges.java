package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Changes of a guest's configuration: at once where the guest runs on with them, else pending until it stops.
public final class ConfigChanges {
    private static final Pattern VM_NET_WITHOUT_MAC = Pattern.compile("(?:model=)?([a-z0-9-]+)(,.*)?");

    private static final Pattern LIVE_VM =
            Pattern.compile("name|description|tags|onboot|startup|protection|lock|hotplug"
                + "|shares|cpulimit|cpuunits|agent|boot|ciuser|cipassword|sshkeys|ipconfig\\d+|(net|usb|scsi|virtio|unused)\\d+"
                + "|ide2");
    private static final Pattern RESTART_CT =
            Pattern.compile("arch|ostype|features|unprivileged|template|cmode|console|tty");

    private final World world;

    ConfigChanges(World world) {
        this.world = world;
    }

    /// What one call changes.
    ///
    /// @param digest refuse when the configuration is no longer the one that had this digest
    public record Change(Map<String, String> set, List<String> delete, List<String> revert, Optional<String> digest) {
        public Change {
            set = new TreeMap<>(set);
            delete = List.copyOf(delete);
            revert = List.copyOf(revert);
        }
    }

    /// Changes the configuration now.
    public void update(GuestAddress ref, String user, Change change) {
        update(ref, user, change, () -> {});
    }

    /// Changes the configuration now. A call that the log has a line of may still be refused.
    ///
    /// @param afterwards throws what Proxmox finds out only when the line is written
    public void update(GuestAddress ref, String user, Change change, Runnable afterwards) {
        var guest = ref.require(world);
        change.digest()
                .filter(digest -> !digest.equals(guest.config().digest()))
                .ifPresent(digest -> {
                    throw new TaskFailure("checksum mismatch (file change by other user?)");
                });
        if (!change.delete().equals(List.of("lock"))) {
            GuestLock.requireUnmarked(guest);
        }
        if (guest.holder().filter(ConfigChanges::holdsLong).isPresent()) {
            throw GuestLock.timeout(ref);
        }
        int pid = world.nextPid(guest.node());
        if (guest.kind() == GuestType.QEMU) {
            world.log()
                    .write(
                            world.now(),
                            guest.node(),
                            ClusterLog.Source.api(user, pid),
                            "update " + guest.label() + ": " + spell(change));
        }
        afterwards.run();
        world.requireWritable(guest, pid);
        apply(guest, change);
    }

    /// The change as the log spells it, sorted by parameter and as it was sent: `-delete tags -memory 768`.
    public static String spell(Change change) {
        var parameters = new TreeMap<>(change.set());
        if (!change.delete().isEmpty()) {
            parameters.put("delete", String.join(",", change.delete()));
        }
        if (!change.revert().isEmpty()) {
            parameters.put("revert", String.join(",", change.revert()));
        }
        return parameters.entrySet().stream()
                .map(parameter -> "-" + parameter.getKey() + " " + parameter.getValue())
                .collect(Collectors.joining(" "));
    }

    /// Whether a running guest takes an option over at once.
    private static boolean live(GuestType kind, String option) {
        return kind == GuestType.QEMU
                ? LIVE_VM.matcher(option).matches()
                : !RESTART_CT.matcher(option).matches();
    }

    /// Proxmox waits ten seconds for the lock: only these tasks keep it longer. For others it does not matter here who
    /// came first.
    private static boolean holdsLong(SimulatedTask task) {
        return task.upid().type().endsWith("shutdown") || task.upid().type().endsWith("reboot");
    }

    private void apply(SimulatedGuest guest, Change change) {
        var config = guest.config();
        change.revert().forEach(config::revert);
        if (!guest.running()) {
            config.applyPending();
        }
        for (var key : change.delete()) {
            if (guest.running() && !live(guest.kind(), key)) {
                config.deletePending(key);
            } else {
                keepVolume(guest, key);
                config.delete(key);
            }
        }
        change.set().forEach((key, value) -> {
            var normal = normal(guest, key, value);
            if (guest.running() && !live(guest.kind(), key)) {
                config.setPending(key, normal);
            } else {
                config.set(key, normal);
            }
        });
    }

    /// A value as it is stored: with a card's own address, a disk's volume, sorted tags.
    String normal(SimulatedGuest guest, String key, String value) {
        if (key.equals("tags")) {
            return Arrays.stream(value.toLowerCase(Locale.ROOT).split("[;, ]+"))
                    .filter(tag -> !tag.isEmpty())
                    .sorted()
                    .distinct()
                    .collect(Collectors.joining(";"));
        }
        if (key.equals("description")) {
            return value.stripTrailing();
        }
        if (key.startsWith("net")) {
            return withAddress(guest, value);
        }
        return value.contains("media=cdrom")
                ? withImageSize(value)
                : Allocation.of(world, guest).create(value);
    }

    private String withImageSize(String value) {
        var image = value.split(",", 2)[0];
        return world.volumes()
                .file(image)
                .map(file -> Disk.line(value, image, file.size()))
                .orElse(value);
    }

    private String withAddress(SimulatedGuest guest, String value) {
        if (value.contains(":")) {
            return value;
        }
        var mac = SampleGuests.mac(guest.vmid(), world.random().nextLong());
        if (guest.kind() == GuestType.LXC) {
            return value + ",hwaddr=" + mac + (value.contains("type=") ? "" : ",type=veth");
        }
        return VM_NET_WITHOUT_MAC.matcher(value).replaceFirst("$1=" + mac + "$2");
    }

    /// The volume of a removed disk stays, as an unused one.
    private static void keepVolume(SimulatedGuest guest, String key) {
        if (key.startsWith("unused")) {
            return;
        }
        Disk.of(guest.config().options()).stream()
                .filter(disk -> disk.slot().equals(key))
                .findFirst()
                .ifPresent(disk -> guest.config().set(unused(guest), disk.volume()));
    }

    /// The first free option for a volume that is not attached.
    static String unused(SimulatedGuest guest) {
        int number = 0;
        while (guest.config().option("unused" + number).isPresent()) {
            number++;
        }
        return "unused" + number;
    }
}
