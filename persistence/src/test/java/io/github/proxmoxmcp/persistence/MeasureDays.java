package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.START;
import static io.github.proxmoxmcp.persistence.Examples.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Tells a store 400 days of a cluster of which 1 % changes a day, each time by a task, and asks it then: see
/// [Measure].
final class MeasureDays {

    private static final int DAYS = 400;

    private final Store store;
    private final List<Guest> guests = new ArrayList<>();
    private final Map<Integer, Map<String, String>> configs = new HashMap<>();
    private final Random random = new Random(1);
    private long changes;

    private MeasureDays(Store store, int count) {
        this.store = store;
        for (int vmid = 100; vmid < 100 + count; vmid++) {
            guests.add(Examples.tagged(
                    Examples.on(vm(vmid, "guest-" + vmid), "pve" + vmid % 32), "team" + vmid % 20, "prod"));
            Map<String, String> config = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                config.put("key" + i, "virtio=BC:24:11:00:00:" + i + ",bridge=vmbr0,firewall=1");
            }
            configs.put(vmid, config);
        }
    }

    static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        Path file = Files.createTempDirectory("days").resolve("state.db");
        StoreLocation location = arguments.length > 1 ? PostgresServer.newDatabase() : new StoreLocation.File(file);
        try (Store store = Stores.open(location, InstantSource.system())) {
            MeasureDays days = new MeasureDays(store, count);
            days.begin();
            store.maintenance().compact();
            long before = Files.exists(file) ? Files.size(file) : 0;
            Measure.cpu(DAYS + " days in all", 1, days::live);
            Measure.print("changes", Long.toString(days.changes));
            if (Files.exists(file)) {
                store.maintenance().compact();
                Measure.print("bytes per change", Long.toString((Files.size(file) - before) / days.changes));
                Measure.print("file", Files.size(file) / 1024 + " kB");
            }
            days.ask();
        }
    }

    private static Instant day(int n) {
        return START.plus(Duration.ofDays(n));
    }

    private void begin() {
        store.recorder()
                .record(Observation.of(LAB, day(0))
                        .withComplete(Set.of(Kind.GUEST))
                        .withGuests(guests, List.of())
                        .withConfigs(guests.stream()
                                .map(guest -> Examples.config(
                                        guest.vmid(), "d", configs.getOrDefault(guest.vmid(), Map.of())))
                                .toList()));
    }

    /// Half of the changes are of states, half of configurations.
    private Object live() {
        for (int n = 1; n <= DAYS; n++) {
            List<Task> tasks = new ArrayList<>();
            List<GuestConfig> read = new ArrayList<>();
            for (int i = 0; i < guests.size() / 100; i++) {
                int index = random.nextInt(guests.size());
                Guest guest = guests.get(index);
                if (i % 2 == 0) {
                    guests.set(index, Examples.with(guest, guest.status().equals("running") ? "stopped" : "running"));
                    tasks.add(Examples.done("qmstart", guest.vmid(), day(n).minusSeconds(5)));
                } else {
                    Map<String, String> config = configs.getOrDefault(guest.vmid(), Map.of());
                    config.put("key" + random.nextInt(20), "virtio=BC:24:11:00:01:" + n + ",bridge=vmbr0,firewall=1");
                    tasks.add(Examples.done("qmconfig", guest.vmid(), day(n).minusSeconds(5)));
                    read.add(Examples.config(guest.vmid(), "d" + n, config));
                }
            }
            changes += store.recorder()
                    .record(Observation.of(LAB, day(n))
                            .withComplete(Set.of(Kind.GUEST))
                            .withTasks(tasks)
                            .withGuests(List.copyOf(guests), List.of())
                            .withConfigs(read))
                    .size();
        }
        return changes;
    }

    private void ask() {
        Measure.wall("diff of the last 7 days", 50, () -> store.history().diff(LAB, day(DAYS - 7), day(DAYS)));
        Measure.wall("diff of all 400 days", 10, () -> store.history().diff(LAB, day(0), day(DAYS)));
        Measure.wall("changes of the last 7 days", 50, () -> store.history().changes(query(day(DAYS - 7))));
        Measure.wall(
                "changes of all 400 days, page of 50", 10, () -> store.history().changes(query(day(0))));
        Measure.wall(
                "history of one guest",
                100,
                () -> store.history().history(LAB, Kind.GUEST, "150", Optional.empty(), 50));
        Measure.wall("one guest as of day 200", 200, () -> store.guests().get(LAB, 150, Moment.at(day(200))));
        Measure.wall("all guests as of day 200", 20, () -> store.clusters().counts(LAB, Moment.at(day(200))));
        Measure.wall("all guests now", 20, () -> store.clusters().counts(LAB, Moment.now()));
        Measure.wall(
                "select count(*) from changes",
                5,
                () -> store.queries()
                        .run(
                                LAB,
                                "select count(*) from changes where at > '2027-12-18'",
                                Moment.now(),
                                new QueryStore.Limits(100, Duration.ofSeconds(20))));
        Measure.wall("integrity", 1, () -> store.maintenance().integrity());
        Measure.wall(
                "forget 300 days, 1,000 rows", 1, () -> store.maintenance().forget(LAB, day(300), day(390), 1_000));
    }

    private static ChangeQuery query(Instant from) {
        return new ChangeQuery(
                LAB,
                from,
                day(DAYS),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                50);
    }
}
