package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.persistence.GuestQuery;
import io.github.proxmoxmcp.persistence.StateSnapshot;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures the memory alone, without Proxmox and without a client, on both databases.
final class StoreBenchmark {

    private static final List<Integer> SIZES = List.of(1_000, 10_000);
    private static final int DAYS = 400;
    private static final int CYCLES = 30;

    private final SimulatedCluster cluster;
    private final Store store;

    private StoreBenchmark(SimulatedCluster cluster, Store store) {
        this.cluster = cluster;
        this.store = store;
    }

    /// @param options `guests`, `database` (`sqlite` or `postgres`): less than everything
    static void run(Path folder, Map<String, String> options) throws IOException {
        List<Integer> sizes = options.containsKey("guests") ? List.of(Integer.valueOf(options.get("guests"))) : SIZES;
        String only = options.getOrDefault("database", "");
        if (!only.equals("postgres")) {
            for (int guests : sizes) {
                measure(MeasuredDatabase.sqlite(folder.resolve("store-" + guests + ".db")), guests);
            }
        }
        if (!only.equals("sqlite")) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
                for (int guests : sizes) {
                    measure(MeasuredDatabase.postgres(postgres, "store" + guests), guests);
                }
            }
        }
    }

    private static void measure(MeasuredDatabase database, int guests) throws IOException {
        System.out.println("## The store: " + database.product() + ", " + guests + " guests");
        try (Store store = database.open()) {
            SimulatedCluster cluster = new SimulatedCluster(store, guests);
            cluster.begin();
            StoreBenchmark benchmark = new StoreBenchmark(cluster, store);
            benchmark.aMinute();
            benchmark.manyDays(database);
        }
    }

    private void aMinute() {
        Figures unchanged = new Figures("unchanged cycle, CPU ms");
        Figures changed = new Figures("cycle with 1 % changed, CPU ms");
        // The first cycles warm up.
        for (int cycle = 0; cycle < 2 * CYCLES; cycle++) {
            double idle = Figures.cpu(cluster::unchanged);
            double busy = Figures.cpu(cluster::onePercent);
            if (cycle >= CYCLES) {
                unchanged.add(idle);
                changed.add(busy);
            }
        }
        System.out.println(unchanged);
        System.out.println(changed);
        Instant from = cluster.now();
        int renamed = cluster.renameThousand();
        Instant to = cluster.now();
        wall("list page of 50 by tag", 500, () -> store.guests().list(byTag(Moment.now())));
        wall("diff of " + renamed + " changes", 50, () -> store.history().diff(cluster.name(), from, to));
        wall("one guest as of", 500, () -> store.guests().get(cluster.name(), 150, Moment.at(from)));
        int[] taken = new int[1];
        wall("snapshot", 100, () -> store.snapshots().add(snapshot("s" + taken[0]++, to)));
    }

    private void manyDays(MeasuredDatabase database) {
        store.maintenance().compact();
        long before = database.bytes();
        Instant first = cluster.now();
        long changes = 0;
        for (int day = 0; day < DAYS; day++) {
            changes += cluster.day();
        }
        store.maintenance().compact();
        System.out.printf(
                "after %d days of 1 %%: %d changes, %d bytes a change, %.1f MB in all%n",
                DAYS, changes, (database.bytes() - before) / changes, database.bytes() / 1e6);
        Instant last = cluster.now();
        Moment half = Moment.at(SimulatedCluster.daysAfter(first, DAYS / 2));
        wall(
                "diff of 7 days",
                50,
                () -> store.history().diff(cluster.name(), SimulatedCluster.daysAfter(last, -7), last));
        wall("diff of " + DAYS + " days", 10, () -> store.history().diff(cluster.name(), first, last));
        wall(
                "list page of 50 by tag, as of half of them ago",
                200,
                () -> store.guests().list(byTag(half)));
        wall("list page of 50 by tag, now", 200, () -> store.guests().list(byTag(Moment.now())));
    }

    private static void wall(String name, int times, Runnable work) {
        Figures figures = new Figures(name + ", ms");
        for (int i = 0; i < 2 * times; i++) {
            double milliseconds = Figures.wall(work);
            if (i >= times) {
                figures.add(milliseconds);
            }
        }
        System.out.println(figures);
    }

    private StateSnapshot snapshot(String name, Instant at) {
        return new StateSnapshot(cluster.name(), name, at, at, Optional.empty(), "benchmark", false);
    }

    private GuestQuery byTag(Moment moment) {
        return new GuestQuery(
                cluster.name(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("team7"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                GuestQuery.Sort.VMID,
                Optional.empty(),
                50,
                moment);
    }
}
