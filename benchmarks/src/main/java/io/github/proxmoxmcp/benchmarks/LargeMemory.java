package io.github.proxmoxmcp.benchmarks;

import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Limits;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.ReportStore.Rhythm;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import io.github.proxmoxmcp.server.sync.asking.ReportReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The memory of a large cluster that was followed for half a year: a first pass by the real sync, whose clock is put
/// back, then days on which one guest in a hundred changed and changed back, and an hour in which many guests changed.
final class LargeMemory {

    private static final int DAYS = 180;
    private static final int CHANGES_OF_THE_HOUR = 1_000;
    private static final Duration READ_AGAIN = Duration.ofHours(1);

    private final String cluster;
    private final Store store;
    private final Random random = new Random(1);
    private final List<Guest> guests;
    private int upid;

    private LargeMemory(String cluster, Store store) {
        this.cluster = cluster;
        this.store = store;
        this.guests = new ArrayList<>(store.guests().present(cluster));
    }

    /// Fills an empty store; returns when the hour began.
    static Instant fill(Store store, String cluster, ConnectionSettings connection) {
        firstPass(store, cluster, connection);
        LargeMemory memory = new LargeMemory(cluster, store);
        Instant hour = Instant.now().minusSeconds(3_900);
        for (int day = DAYS - 1; day > 0; day--) {
            memory.day(hour.minus(Duration.ofDays(day)));
        }
        memory.hour(hour);
        return hour;
    }

    /// Whether a first pass over the details is over.
    static boolean isRead(Store store, String cluster, Instant now) {
        return store.guests()
                .detailsDue(cluster, now.minus(READ_AGAIN), now.minus(READ_AGAIN), 1)
                .isEmpty();
    }

    private static void firstPass(Store store, String cluster, ConnectionSettings connection) {
        InstantSource clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(-DAYS));
        ConnectionSettings fast =
                connection.with(new Limits(16, 100_000, connection.limits().responseBytes()));
        try (Proxmox api = Proxmox.connect(fast);
                Synchronizer sync = new Synchronizer(
                        new ClusterConfiguration(cluster, fast),
                        api,
                        store,
                        new SyncSettings(Duration.ofSeconds(5), Duration.ofSeconds(5), 16),
                        clock,
                        "benchmark")) {
            sync.start();
            Instant before = clock.instant();
            while (sync.known(Duration.ofSeconds(20)).asOf().isEmpty()
                    || !isRead(store, cluster, clock.instant())
                    || clock.instant().isBefore(before.plusSeconds(30))) {
                sync.asked();
                Pause.of(Duration.ofMillis(200));
            }
            askAll(store, cluster, api, clock);
        }
    }

    /// What guests report, which the sync asks for at a pace of its own, for more than an hour.
    private static void askAll(Store store, String cluster, Proxmox api, InstantSource clock) {
        Set<String> nodes = store.nodes().list(cluster, Moment.now()).stream()
                .map(state -> state.node().name())
                .collect(toSet());
        Rhythm never = new Rhythm(Instant.EPOCH, Instant.EPOCH, clock.instant(), Instant.EPOCH);
        try (ReportReader reports = new ReportReader(cluster, api, store, clock)) {
            while (!store.reports().due(cluster, never, 1).isEmpty()) {
                reports.begin(nodes);
                Pause.of(Duration.ofMillis(5));
            }
        }
    }

    private void day(Instant at) {
        for (int i = 0; i < guests.size() / 200; i++) {
            int index = random.nextInt(guests.size());
            Instant then = at.plusSeconds(random.nextInt(3_600) + i);
            toggle(List.of(index), then);
            toggle(List.of(index), then.plusSeconds(600));
        }
        for (int i = 0; i < guests.size() / 400; i++) {
            configure(guests.get(random.nextInt(guests.size())), at.plusSeconds(7_200 + random.nextInt(3_600)));
        }
    }

    /// In steps of a minute; what is not changed back until now the sync will see.
    private void hour(Instant from) {
        int changes = Math.min(CHANGES_OF_THE_HOUR, guests.size());
        for (int minute = 0; minute < 60; minute++) {
            List<Integer> some = new ArrayList<>();
            for (int index = changes * minute / 60; index < changes * (minute + 1) / 60; index++) {
                some.add(index);
            }
            toggle(some, from.plusSeconds(60L * minute + 1));
        }
    }

    private void toggle(List<Integer> indexes, Instant at) {
        List<Guest> changed = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        for (int index : indexes) {
            Guest guest = guests.get(index);
            boolean runs = guest.status().equals("running");
            Guest other = new Guest(
                    guest.vmid(),
                    guest.kind(),
                    guest.name(),
                    guest.node(),
                    runs ? "stopped" : "running",
                    guest.template(),
                    guest.tags(),
                    guest.pool(),
                    guest.lock(),
                    guest.cpus(),
                    guest.memoryBytes(),
                    guest.haState());
            guests.set(index, other);
            changed.add(other);
            tasks.add(task(runs ? "qmstop" : "qmstart", guest, at));
        }
        store.recorder().record(Observation.of(cluster, at).withTasks(tasks).withGuests(changed, List.of()));
    }

    private void configure(Guest guest, Instant at) {
        Optional<SortedMap<String, String>> known = store.guests().config(cluster, guest.vmid(), Moment.now());
        if (known.isEmpty()) {
            return;
        }
        for (int step = 0; step < 2; step++) {
            Instant then = at.plusSeconds(900L * step);
            TreeMap<String, String> entries = new TreeMap<>(known.get());
            if (step == 0) {
                entries.merge("memory", "2048", (old, _) -> old.equals("2048") ? "4096" : "2048");
            }
            store.recorder()
                    .record(Observation.of(cluster, then)
                            .withTasks(List.of(task("qmconfig", guest, then)))
                            .withConfigs(List.of(new GuestConfig(guest.vmid(), "digest-" + then, entries))));
        }
    }

    private Task task(String type, Guest guest, Instant at) {
        Instant start = at.minusSeconds(5);
        upid++;
        return new Task(
                "UPID:%s:%08X:%08X:%08X:%s:%d:root@pam:"
                        .formatted(guest.node(), 1_000_000 + upid, upid, start.getEpochSecond(), type, guest.vmid()),
                guest.node(),
                type,
                Optional.of(Integer.toString(guest.vmid())),
                "root@pam",
                start.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                Optional.of(start.plusSeconds(2).truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
                Optional.of("OK"));
    }
}
