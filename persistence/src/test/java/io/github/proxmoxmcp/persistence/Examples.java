package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Things that tests observe.
public final class Examples {

    /// The name of the cluster in all tests.
    public static final String LAB = "lab";

    /// When everything begins.
    public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private Examples() {}

    /// The moment of the n-th cycle, ten seconds apart.
    public static Instant cycle(int n) {
        return START.plusSeconds(10L * n);
    }

    /// A running VM on pve1.
    public static Guest vm(int vmid, String name) {
        return new Guest(
                vmid,
                GuestKind.VM,
                Optional.of(name),
                "pve1",
                "running",
                false,
                List.of("web", "prod"),
                Optional.of("lab"),
                Optional.empty(),
                Optional.of(2.0),
                Optional.of(2_147_483_648L),
                Optional.empty());
    }

    /// The example guest as a container.
    public static Guest container(int vmid, String name) {
        Guest vm = vm(vmid, name);
        return new Guest(
                vmid,
                GuestKind.CONTAINER,
                vm.name(),
                vm.node(),
                vm.status(),
                false,
                vm.tags(),
                vm.pool(),
                vm.lock(),
                vm.cpus(),
                vm.memoryBytes(),
                vm.haState());
    }

    /// The guest with another name.
    public static Guest named(Guest guest, String name) {
        return new Guest(
                guest.vmid(),
                guest.kind(),
                Optional.of(name),
                guest.node(),
                guest.status(),
                guest.template(),
                guest.tags(),
                guest.pool(),
                guest.lock(),
                guest.cpus(),
                guest.memoryBytes(),
                guest.haState());
    }

    /// The guest on another node.
    public static Guest on(Guest guest, String node) {
        return new Guest(
                guest.vmid(),
                guest.kind(),
                guest.name(),
                node,
                guest.status(),
                guest.template(),
                guest.tags(),
                guest.pool(),
                guest.lock(),
                guest.cpus(),
                guest.memoryBytes(),
                guest.haState());
    }

    /// The guest in another state.
    public static Guest with(Guest guest, String status) {
        return new Guest(
                guest.vmid(),
                guest.kind(),
                guest.name(),
                guest.node(),
                status,
                guest.template(),
                guest.tags(),
                guest.pool(),
                guest.lock(),
                guest.cpus(),
                guest.memoryBytes(),
                guest.haState());
    }

    /// The guest with a lock.
    public static Guest locked(Guest guest, String lock) {
        return new Guest(
                guest.vmid(),
                guest.kind(),
                guest.name(),
                guest.node(),
                guest.status(),
                guest.template(),
                guest.tags(),
                guest.pool(),
                Optional.of(lock),
                guest.cpus(),
                guest.memoryBytes(),
                guest.haState());
    }

    /// The guest with other tags.
    public static Guest tagged(Guest guest, String... tags) {
        return new Guest(
                guest.vmid(),
                guest.kind(),
                guest.name(),
                guest.node(),
                guest.status(),
                guest.template(),
                List.of(tags),
                guest.pool(),
                guest.lock(),
                guest.cpus(),
                guest.memoryBytes(),
                guest.haState());
    }

    /// The guest as Proxmox shows it five minutes after its node was lost.
    public static Guest lost(Guest guest) {
        return new Guest(
                guest.vmid(),
                guest.kind(),
                Optional.empty(),
                guest.node(),
                "unknown",
                false,
                guest.tags(),
                guest.pool(),
                guest.lock(),
                Optional.empty(),
                Optional.empty(),
                guest.haState());
    }

    /// Some load on a guest.
    public static GuestGauges load(int vmid, double cpu) {
        return new GuestGauges(
                vmid,
                Optional.of(cpu),
                Optional.of(1_000_000L * vmid),
                Optional.empty(),
                Optional.of(10_000_000_000L),
                Optional.of(3_600L));
    }

    /// A node that is online.
    public static Node node(String name) {
        return new Node(name, "online", Optional.of("10.0.0.1"), Optional.of(16), Optional.of(68_719_476_736L));
    }

    /// A node that is lost: without numbers.
    public static Node offline(String name) {
        return new Node(name, "offline", Optional.of("10.0.0.1"), Optional.empty(), Optional.empty());
    }

    /// A local storage of a node.
    public static Storage storage(String name, String node) {
        return new Storage(name, node, Optional.of("dir"), List.of("images", "iso"), false, "available");
    }

    /// A configuration of these keys and values.
    public static GuestConfig config(int vmid, String digest, Map<String, String> entries) {
        return new GuestConfig(vmid, digest, new TreeMap<>(entries));
    }

    /// A snapshot of a guest.
    public static GuestSnapshot snapshot(String name) {
        return new GuestSnapshot(name, Optional.empty(), Optional.of("before it"), Optional.of(START), false);
    }

    /// A task that works on a guest and still runs.
    public static Task running(String type, int vmid, Instant startedAt) {
        return new Task(
                "UPID:pve1:0003A2B1:%08X:%08X:%s:%d:root@pam:"
                        .formatted((int) startedAt.toEpochMilli(), startedAt.getEpochSecond(), type, vmid),
                "pve1",
                type,
                Optional.of(Integer.toString(vmid)),
                "root@pam",
                startedAt,
                Optional.empty(),
                Optional.empty());
    }

    /// The task after its end.
    public static Task ended(Task task, Instant at, String status) {
        return new Task(
                task.upid(),
                task.node(),
                task.type(),
                task.target(),
                task.user(),
                task.startedAt(),
                Optional.of(at),
                Optional.of(status));
    }

    /// A task that ended well a second after it began.
    public static Task done(String type, int vmid, Instant startedAt) {
        return ended(running(type, vmid, startedAt), startedAt.plusSeconds(1), "OK");
    }

    /// A line of the cluster's log, as the sync gives it.
    public static Task line(int vmid, String user, Instant at, String text) {
        return new Task(
                "log:" + vmid + user + "@" + at.getEpochSecond(),
                "pve1",
                "update",
                Optional.of(Integer.toString(vmid)),
                user,
                at,
                Optional.of(at),
                Optional.of(text));
    }

    /// All guests of the cluster, sorted by vmid.
    public static GuestQuery all() {
        return new GuestQuery(
                LAB,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                GuestQuery.Sort.VMID,
                Optional.empty(),
                1000,
                Moment.now());
    }

    /// An archive of guest 100.
    public static Backup backup(String name, boolean isProtected) {
        return new Backup(
                "pbs",
                Optional.empty(),
                "pbs:backup/" + name,
                Optional.of(100),
                Optional.of(GuestKind.VM),
                START,
                Optional.of(1_000L),
                Optional.of("pbs-vm"),
                Optional.empty(),
                isProtected,
                Optional.of("ok"));
    }
}
