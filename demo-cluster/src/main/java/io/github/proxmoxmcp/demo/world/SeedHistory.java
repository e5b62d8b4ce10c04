package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.Volume;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/// What happened before the start: nightly backups, a few tasks, files that somebody put on the storages.
final class SeedHistory {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss").withZone(ZoneOffset.UTC);
    private static final int NIGHTS = 3;

    /// After this hour of the day the backups of the night are done.
    private static final Duration MAX_BACKUP_NIGHT = Duration.ofHours(4);

    private static final String ROOT = "root@pam";

    private static final double STALE = 0.88;
    private static final double NONE = 0.95;

    private final World world;
    private final Instant start;
    private final Instant lastNight;
    private final SplittableRandom random;

    SeedHistory(World world, Instant start, SplittableRandom random) {
        this.world = world;
        this.start = start;
        this.lastNight =
                start.minus(MAX_BACKUP_NIGHT).truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(2));
        this.random = random;
    }

    void write() {
        files();
        world.guests().stream().filter(guest -> !guest.template()).forEach(this::backups);
        for (int night = NIGHTS - 1; night >= 0; night--) {
            for (var node : world.nodes()) {
                nightly(node.name(), lastNight.minus(Duration.ofDays(night)), night == 1);
            }
        }
        incidents();
    }

    private void files() {
        file("local", "vztmpl", "debian-13-standard_13.1-2_amd64.tar.zst", "tzst", 129_000_000);
        file(ClusterSeed.BACKUPS, "iso", "debian-13.1.0-amd64-netinst.iso", "iso", 783_000_000);
        file(ClusterSeed.BACKUPS, "iso", "virtio-win-0.1.271.iso", "iso", 709_000_000);
    }

    private void file(String storage, String content, String name, String format, long size) {
        var places = storage.equals("local")
                ? world.nodes().stream().map(node -> Optional.of(node.name())).toList()
                : List.of(Optional.<String>empty());
        for (var place : places) {
            world.volumes()
                    .add(new Volume(
                            storage,
                            place,
                            "%s:%s/%s".formatted(storage, content, name),
                            content,
                            format,
                            size,
                            SampleGuests.FOUNDED,
                            OptionalInt.empty(),
                            Optional.empty(),
                            false));
        }
    }

    /// Most guests have last night's backup; a few have only an old one, or none.
    private void backups(SimulatedGuest guest) {
        double luck = luck(guest);
        if (luck >= NONE) {
            return;
        }
        boolean stale = luck >= STALE;
        int age = stale ? 21 + random.nextInt(60) : 0;
        for (int night = stale ? 0 : NIGHTS - 1; night >= 0; night--) {
            backup(guest, lastNight.minus(Duration.ofDays(age + night)).plusSeconds(guest.vmid() % 5_000L));
        }
    }

    private static double luck(SimulatedGuest guest) {
        return switch (guest.vmid()) {
            case 100, 101, 102, 104 -> 0;
            case 103 -> STALE;
            case 105 -> NONE;
            default -> LoadCurves.fraction(guest.vmid(), 31);
        };
    }

    private void backup(SimulatedGuest guest, Instant when) {
        var kind = guest.kind().path();
        var format = guest.kind() == GuestType.QEMU ? "vma.zst" : "tar.zst";
        long disks =
                Disk.of(guest.config().options()).stream().mapToLong(Disk::size).sum();
        world.volumes()
                .add(new Volume(
                        ClusterSeed.BACKUPS,
                        Optional.empty(),
                        "%s:backup/vzdump-%s-%d-%s.%s"
                                .formatted(ClusterSeed.BACKUPS, kind, guest.vmid(), STAMP.format(when), format),
                        "backup",
                        format,
                        (long) (disks * (0.08 + 0.1 * LoadCurves.fraction(guest.vmid(), 32))),
                        when,
                        OptionalInt.of(guest.vmid()),
                        Optional.of(guest.name()),
                        false));
    }

    private void nightly(String node, Instant begin, boolean trouble) {
        var lines = new ArrayList<String>();
        lines.add("INFO: starting new backup job: vzdump --all 1 --storage backup --mode snapshot");
        var failed = world.guest(103)
                .filter(guest -> trouble && guest.node().equals(node))
                .isPresent();
        world.guests().stream()
                .filter(guest -> guest.node().equals(node) && !guest.template() && luck(guest) < STALE)
                .forEach(guest -> lines.add("INFO: Starting Backup of VM %d (%s)"
                        .formatted(guest.vmid(), guest.kind().path())));
        if (failed) {
            lines.add("ERROR: Backup of VM 103 failed - vma_queue_write: write error - No space left on device");
            lines.add("INFO: Backup job finished with errors");
            lines.add("job errors");
        } else {
            lines.add("INFO: Backup job finished successfully");
            lines.add("OK");
        }
        world.tasks().remember(node, "vzdump", "", ROOT, begin, begin.plusSeconds(1_500), lines);
    }

    private void incidents() {
        var today = start.minus(Duration.ofMinutes(50));
        world.guest(111)
                .ifPresent(guest -> world.tasks()
                        .remember(
                                guest.node(),
                                "qmstart",
                                "111",
                                ROOT,
                                today,
                                today.plusSeconds(2),
                                List.of("bridge 'vmbr9' does not exist", "start failed: QEMU exited with code 1")));
        world.guest(100)
                .ifPresent(guest -> world.tasks()
                        .remember(
                                guest.node(),
                                "qmstart",
                                "100",
                                ROOT,
                                today.plusSeconds(60),
                                today.plusSeconds(62),
                                List.of("OK")));
        world.guest(104).ifPresent(guest -> {
            var when = today.plusSeconds(900);
            world.log()
                    .write(
                            when,
                            guest.node(),
                            ClusterLog.Source.api(ROOT, 1_187),
                            "update VM 104: -cores 4 -memory 8192");
        });
    }
}
