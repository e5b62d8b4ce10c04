package io.github.proxmoxmcp.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Measures what it costs to follow a large cluster: the real sync with the real client over HTTPS and a SQLite file.
/// CPU is that of this process, in which nothing else runs, compiler and garbage collector included.
final class SyncBenchmark {

    private static final String NAME = "large";
    private static final int GUESTS = 10_000;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration READ_AGAIN = Duration.ofHours(1);

    /// Until every guest was asked for its addresses, 50 a cycle.
    private static final int WARM_UP = 205;

    private static final int CYCLES = 30;
    private static final int CYCLES_OF_AN_HOUR = 360;

    private final ClusterProcess cluster;
    private final StoppedClock clock;
    private final Store store;
    private final Synchronizer sync;
    private final Path file;

    private SyncBenchmark(ClusterProcess cluster, StoppedClock clock, Store store, Synchronizer sync, Path file) {
        this.cluster = cluster;
        this.clock = clock;
        this.store = store;
        this.sync = sync;
        this.file = file;
    }

    static void run(Path folder) throws IOException {
        System.out.println("## Following " + GUESTS + " guests on 32 nodes");
        Path file = folder.resolve("sync.db");
        StoppedClock clock = new StoppedClock();
        try (ClusterProcess cluster = ClusterProcess.start("nodes=32,guests=" + GUESTS + ",seed=1,pace=0");
                Store store = Stores.open(new StoreLocation.File(file), clock);
                Proxmox api = Proxmox.connect(cluster.connection());
                Synchronizer sync = new Synchronizer(
                        new ClusterConfiguration(NAME, cluster.connection()),
                        api,
                        store,
                        new SyncSettings(INTERVAL, INTERVAL, 8),
                        clock,
                        "benchmark")) {
            SyncBenchmark benchmark = new SyncBenchmark(cluster, clock, store, sync, file);
            benchmark.firstPass();
            benchmark.cycles();
            benchmark.anHour();
        }
    }

    private void firstPass() {
        double cpu = cpuMilliseconds();
        double milliseconds = Figures.wall(() -> {
            sync.start();
            await(() -> sync.known(Duration.ZERO).asOf().isPresent());
            await(() -> store.guests()
                    .detailsDue(
                            NAME,
                            clock.instant().minus(READ_AGAIN),
                            clock.instant().minus(READ_AGAIN),
                            1)
                    .isEmpty());
        });
        System.out.printf(
                "first pass over all details: %.0f s, %.0f s of CPU; %s%n",
                milliseconds / 1000, (cpuMilliseconds() - cpu) / 1000, cluster.traffic());
        clock.stop();
    }

    private void cycles() {
        for (int cycle = 0; cycle < WARM_UP; cycle++) {
            cycle();
        }
        measure("nothing changed", 0);
        measure("1 % changed", GUESTS / 100);
    }

    private void measure(String name, int changes) {
        cluster.traffic();
        long rows = historyRows();
        Figures cpu = new Figures("cycle, " + name + ", CPU ms");
        List<String> asked = new ArrayList<>();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            cluster.toggle(changes);
            double before = cpuMilliseconds();
            cycle();
            cpu.add(cpuMilliseconds() - before);
            asked.add(cluster.traffic());
        }
        System.out.println(cpu);
        System.out.printf("  history rows of %d cycles: %d%n", CYCLES, historyRows() - rows);
        asked.sort(Comparator.comparingInt(String::length));
        System.out.println("  fewest calls: " + asked.getFirst());
        System.out.println("  most calls: " + asked.getLast());
    }

    private void anHour() {
        long rows = historyRows();
        for (int cycle = 0; cycle <= CYCLES_OF_AN_HOUR; cycle++) {
            if (cycle % 60 == 0) {
                System.out.printf(
                        "after %d cycles: %.1f MB of heap in use, %d history rows%n",
                        cycle, usedMegabytes(), historyRows() - rows);
            }
            cluster.toggle(5);
            cycle();
        }
    }

    /// One interval later by the clock: a cycle, and what is read after it.
    private void cycle() {
        clock.step(INTERVAL);
        sync.asked();
        await(() -> sync.known(Duration.ZERO)
                .asOf()
                .filter(at -> !at.plusMillis(1).isBefore(clock.instant()))
                .isPresent());
        pause(Duration.ofMillis(150));
    }

    private static void await(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            pause(Duration.ofMillis(20));
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double cpuMilliseconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
    }

    private static double usedMegabytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    }

    /// Rows of all tables that keep history.
    private long historyRows() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("select m.name from sqlite_master m"
                    + " join pragma_table_info(m.name) c on c.name = 'valid_from' where m.type = 'table'")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            long rows = 0;
            for (String table : tables) {
                try (ResultSet row = statement.executeQuery("select count(*) from " + table)) {
                    row.next();
                    rows += row.getLong(1);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
