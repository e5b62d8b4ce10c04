package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.START;
import static io.github.proxmoxmcp.persistence.Examples.vm;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/// Measures the store with many guests and prints what it found: `Measure [guests]` one busy minute on SQLite,
/// `Measure days [guests] [postgres]` 400 days of 1 % change a day. No test: it judges nothing.
public final class Measure {

    private final Store store;
    private final Path file;
    private final List<Guest> guests = new ArrayList<>();
    private final Random random = new Random(1);
    private Instant now = START;

    private Measure(Store store, Path file, int count) {
        this.store = store;
        this.file = file;
        for (int vmid = 100; vmid < 100 + count; vmid++) {
            guests.add(Examples.tagged(
                    Examples.on(vm(vmid, "guest-" + vmid), "pve" + vmid % 32), "team" + vmid % 20, "prod"));
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("days")) {
            MeasureDays.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        Path folder = Files.createTempDirectory("measure");
        Path file = folder.resolve("state.db");
        long opening = System.nanoTime();
        try (Store store = Stores.open(new StoreLocation.File(file), InstantSource.system())) {
            print("open, new", millis(System.nanoTime() - opening));
            new Measure(store, file, count).run();
        }
    }

    private void run() throws Exception {
        cpu("first cycle", 1, () -> cycle(false));
        cpu("configs of all, 20 keys each", 1, this::configs);
        cpu("unchanged cycle, same gauges", 10, () -> cycle(false));
        cpu("unchanged cycle, all gauges new", 10, () -> cycle(true));
        growth("1 % changed", 100, guests.size() / 100);
        diff();
        list("list 50, filtered by tag", new Filter(Optional.of("team7"), Optional.empty(), GuestQuery.Sort.VMID));
        list(
                "list 50, filtered by node, by cpu",
                new Filter(Optional.empty(), Optional.of("pve3"), GuestQuery.Sort.CPU));
        list("list 50 of all, by name", new Filter(Optional.empty(), Optional.empty(), GuestQuery.Sort.NAME));
        wall("details due", 200, () -> store.guests().detailsDue(LAB, START, 8));
        wall("get one", 500, () -> store.guests().get(LAB, 150 + random.nextInt(1000), Moment.now()));
        wall("counts", 200, () -> store.clusters().counts(LAB, Moment.now()));
        wall(
                "as of, list 50 filtered by tag",
                200,
                () -> store.guests()
                        .list(query(
                                new Filter(Optional.of("team7"), Optional.empty(), GuestQuery.Sort.VMID),
                                Moment.at(START.plusSeconds(60)))));
        query("select status, count(*), avg(cpu_fraction) from guests group by status");
        query("select g.name, c.value from guests g join guest_config c on c.vmid = g.vmid where c.key = 'net0'"
                + " limit 50");
        print("file", Files.size(file) / 1024 + " kB");
    }

    private List<Change> cycle(boolean gauges) {
        return cycle(gauges, List.of());
    }

    private List<Change> cycle(boolean gauges, List<Task> tasks) {
        now = now.plusSeconds(10);
        List<GuestGauges> loads = guests.stream()
                .map(guest -> Examples.load(guest.vmid(), gauges ? random.nextDouble() : 0.5))
                .toList();
        return store.recorder()
                .record(Observation.of(LAB, now)
                        .withComplete(Set.of(Kind.GUEST))
                        .withTasks(tasks)
                        .withGuests(List.copyOf(guests), loads));
    }

    private List<Change> configs() {
        List<GuestConfig> configs = new ArrayList<>();
        for (Guest guest : guests) {
            Map<String, String> entries = new java.util.HashMap<>();
            for (int i = 0; i < 20; i++) {
                entries.put("net" + i, "virtio=BC:24:11:00:00:" + i + ",bridge=vmbr0,firewall=1");
            }
            configs.add(Examples.config(guest.vmid(), "digest" + guest.vmid(), entries));
        }
        now = now.plusSeconds(10);
        return store.recorder().record(Observation.of(LAB, now).withConfigs(configs));
    }

    private void growth(String name, int cycles, int changed) throws Exception {
        long before = size();
        long[] changes = new long[1];
        cpu(name + " (" + changed + ")", cycles, () -> {
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < changed; i++) {
                int index = random.nextInt(guests.size());
                Guest guest = guests.get(index);
                guests.set(index, Examples.with(guest, guest.status().equals("running") ? "stopped" : "running"));
                tasks.add(Examples.done("qmstart", guest.vmid(), now.plusSeconds(5)));
            }
            List<Change> found = cycle(false, tasks);
            changes[0] += found.size();
            return found;
        });
        print("bytes per change", Long.toString((size() - before) / Math.max(1, changes[0])));
    }

    /// The file alone: what waits in the log belongs to it.
    private long size() throws Exception {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("pragma wal_checkpoint(truncate)");
        }
        return Files.size(file);
    }

    private void diff() {
        Instant from = now;
        for (int i = 0; i < 1_000; i++) {
            int index = i * (guests.size() / 1_000);
            guests.set(index, Examples.named(guests.get(index), "renamed-" + i));
        }
        cycle(false);
        Instant to = now;
        print(
                "changes in diff",
                Integer.toString(store.history().diff(LAB, from, to).size()));
        wall("diff of 1,000 changes", 50, () -> store.history().diff(LAB, from, to));
    }

    private record Filter(Optional<String> tag, Optional<String> node, GuestQuery.Sort sort) {}

    private void list(String name, Filter filter) {
        wall(name, 500, () -> store.guests().list(query(filter, Moment.now())));
    }

    private static GuestQuery query(Filter filter, Moment moment) {
        return new GuestQuery(
                LAB,
                Optional.empty(),
                filter.node(),
                Optional.empty(),
                filter.tag(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                filter.sort(),
                Optional.empty(),
                50,
                moment);
    }

    private void query(String sql) {
        wall(
                sql,
                50,
                () -> store.queries().run(LAB, sql, Moment.now(), new QueryStore.Limits(100, Duration.ofSeconds(5))));
    }

    static void cpu(String name, int times, Supplier<?> work) {
        var threads = ManagementFactory.getThreadMXBean();
        long[] cpu = new long[times];
        for (int i = 0; i < times; i++) {
            long start = threads.getCurrentThreadCpuTime();
            var _ = work.get();
            cpu[i] = threads.getCurrentThreadCpuTime() - start;
        }
        print(name + ", CPU", times == 1 ? millis(cpu[0]) : percentiles(cpu));
    }

    static void wall(String name, int times, Supplier<?> work) {
        long[] wall = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            var _ = work.get();
            wall[i] = System.nanoTime() - start;
        }
        print(name, "first " + millis(wall[0]) + ", " + percentiles(wall));
    }

    private static String percentiles(long[] nanos) {
        Arrays.sort(nanos);
        return "p50 " + millis(nanos[nanos.length / 2]) + ", p99 " + millis(nanos[(nanos.length - 1) * 99 / 100]);
    }

    private static String millis(long nanos) {
        return "%.2f ms".formatted(nanos / 1e6);
    }

    static void print(String name, String value) {
        System.out.printf("%-48s %s%n", name, value);
    }
}
