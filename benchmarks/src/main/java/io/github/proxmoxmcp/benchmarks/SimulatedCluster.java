package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Tells a store what many guests do: the same on every run.
final class SimulatedCluster {

    private static final int FIRST = 100;
    private static final int KEYS = 20;

    private final Store store;
    private final List<Guest> guests = new ArrayList<>();
    private final List<TreeMap<String, String>> configs = new ArrayList<>();
    private final Random random = new Random(1);
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");

    SimulatedCluster(Store store, int count) {
        this.store = store;
        for (int vmid = FIRST; vmid < FIRST + count; vmid++) {
            guests.add(guest(vmid, "guest-" + vmid, "running"));
            TreeMap<String, String> config = new TreeMap<>();
            for (int key = 0; key < KEYS; key++) {
                config.put("key" + key, value(0, key));
            }
            configs.add(config);
        }
    }

    static Instant daysAfter(Instant moment, int days) {
        return moment.plus(Duration.ofDays(days));
    }

    String name() {
        return "lab";
    }

    Instant now() {
        return now;
    }

    /// The first look at all, with the configurations.
    void begin() {
        List<GuestConfig> read = new ArrayList<>();
        for (int index = 0; index < guests.size(); index++) {
            read.add(config(index));
        }
        record(List.of(), read);
    }

    /// Gives every guest another load and nothing else.
    void unchanged() {
        next(Duration.ofSeconds(10));
        record(List.of(), List.of());
    }

    /// One guest in a hundred was started or stopped, each by a task.
    void onePercent() {
        next(Duration.ofSeconds(10));
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < guests.size() / 100; i++) {
            tasks.add(toggle());
        }
        record(tasks, List.of());
    }

    /// Renames up to 1,000 guests; returns how many.
    int renameThousand() {
        next(Duration.ofSeconds(10));
        int count = Math.min(1_000, guests.size());
        for (int index = 0; index < count; index++) {
            Guest guest = guests.get(index);
            guests.set(index, guest(guest.vmid(), "renamed-" + index, guest.status()));
        }
        return record(List.of(), List.of());
    }

    /// A day on which one guest in a hundred changed, half of them in their configuration.
    int day() {
        next(Duration.ofDays(1));
        List<Task> tasks = new ArrayList<>();
        List<GuestConfig> read = new ArrayList<>();
        for (int i = 0; i < guests.size() / 100; i++) {
            if (i % 2 == 0) {
                tasks.add(toggle());
                continue;
            }
            int index = random.nextInt(guests.size());
            int key = random.nextInt(KEYS);
            configs.get(index).put("key" + key, value(random.nextInt(1_000_000), key));
            tasks.add(task("qmconfig", guests.get(index).vmid()));
            read.add(config(index));
        }
        return record(tasks, read);
    }

    private void next(Duration step) {
        now = now.plus(step);
    }

    private int record(List<Task> tasks, List<GuestConfig> read) {
        List<GuestGauges> loads = guests.stream().map(this::load).toList();
        return store.recorder()
                .record(Observation.of(name(), now)
                        .withComplete(Set.of(Kind.GUEST))
                        .withTasks(tasks)
                        .withGuests(List.copyOf(guests), loads)
                        .withConfigs(read))
                .size();
    }

    private Task toggle() {
        int index = random.nextInt(guests.size());
        Guest guest = guests.get(index);
        boolean runs = guest.status().equals("running");
        guests.set(index, guest(guest.vmid(), guest.name().orElseThrow(), runs ? "stopped" : "running"));
        return task(runs ? "qmstop" : "qmstart", guest.vmid());
    }

    private Task task(String type, int vmid) {
        Instant start = now.minusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        return new Task(
                "UPID:pve1:%08X:%08X:%08X:%s:%d:root@pam:"
                        .formatted(0x3A2B1, random.nextInt(), start.getEpochSecond(), type, vmid),
                "pve1",
                type,
                Optional.of(Integer.toString(vmid)),
                "root@pam",
                start,
                Optional.of(start.plusSeconds(1)),
                Optional.of("OK"));
    }

    private GuestGauges load(Guest guest) {
        return new GuestGauges(
                guest.vmid(),
                Optional.of(random.nextDouble()),
                Optional.of(random.nextLong(2_147_483_648L)),
                Optional.empty(),
                Optional.of(10_000_000_000L),
                Optional.of(now.getEpochSecond()));
    }

    private GuestConfig config(int index) {
        Map<String, String> entries = configs.get(index);
        return new GuestConfig(guests.get(index).vmid(), "digest-" + now, new TreeMap<>(entries));
    }

    private static String value(int number, int key) {
        return "virtio=BC:24:11:%06d:%02d,bridge=vmbr0,firewall=1".formatted(number, key);
    }

    private static Guest guest(int vmid, String name, String status) {
        return new Guest(
                vmid,
                GuestKind.VM,
                Optional.of(name),
                "pve" + vmid % 32,
                status,
                false,
                List.of("prod", "team" + vmid % 20),
                Optional.of("lab"),
                Optional.empty(),
                Optional.of(2.0),
                Optional.of(2_147_483_648L),
                Optional.empty());
    }
}
