package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Clones and templates. A clone is listed from its first second on, incomplete, on the node of its source.
public final class Cloning {
    private static final Duration LINK = Duration.ofMillis(600);
    private static final Duration CONVERT = Duration.ofMillis(500);
    private static final long MAX_CLONE_MILLIS = 20_000;
    private static final long BYTES_PER_MILLI = 4L << 20;
    private static final int STEPS = 4;
    private static final List<String> NOT_COPIED = List.of("lock", "parent", "template", "protection");

    private final World world;

    Cloning(World world) {
        this.world = world;
    }

    /// A clone to be made.
    ///
    /// @param full empty for what is usual: linked from a template, full from everything else
    /// @param bandwidth bytes per second that the copy may take
    public record Plan(
            GuestAddress source,
            int vmid,
            String user,
            Optional<String> name,
            Optional<String> description,
            Optional<String> pool,
            Optional<String> snapshot,
            Optional<String> storage,
            Optional<String> target,
            Optional<Boolean> full,
            OptionalLong bandwidth) {}

    public TaskId start(Plan plan) {
        var source = plan.source().require(world);
        world.requireQuorum();
        GuestLock.requireUnmarked(source);
        boolean linked = !plan.full().orElse(!source.template());
        var options = options(plan, source);
        require(plan, source, options, linked);
        var clone = world.add(plan.vmid(), source.kind(), source.node(), placeholder(source.kind()));
        clone.setPool(plan.pool());
        return world.tasks()
                .start(
                        source.node(),
                        source.kind().task("clone"),
                        Integer.toString(source.vmid()),
                        plan.user(),
                        task -> copy(task, plan, source, clone, options, linked));
    }

    /// Makes a template of a virtual machine, in a task.
    public TaskId template(GuestAddress ref, String user) {
        requireConvertible(ref.require(world));
        return world.tasks()
                .start(
                        ref.node(),
                        ref.kind().task("template"),
                        Integer.toString(ref.vmid()),
                        user,
                        GuestLock.with(world, ref, (task, guest) -> task.then(CONVERT, done -> convert(guest))));
    }

    /// Makes a template of a container, at once.
    public void templateNow(GuestAddress ref) {
        var guest = ref.require(world);
        requireConvertible(guest);
        convert(guest);
    }

    /// How long it takes to copy disks.
    static Duration copying(long bytes, OptionalLong bandwidth) {
        return bandwidth.isPresent()
                ? Duration.ofMillis(bytes * 1_000 / Math.max(1, bandwidth.getAsLong()))
                : Duration.ofMillis(400 + Math.min(MAX_CLONE_MILLIS, bytes / BYTES_PER_MILLI));
    }

    private void require(Plan plan, SimulatedGuest source, Map<String, String> options, boolean linked) {
        if (world.guest(plan.vmid()).isPresent()) {
            throw new TaskFailure("unable to create %s %d: config file already exists"
                    .formatted(source.kind().noun(), plan.vmid()));
        }
        plan.pool().ifPresent(world::requirePool);
        var target = plan.target().orElse(source.node());
        if (world.node(target).isEmpty()) {
            throw new TaskFailure("no such cluster node '" + target + "'");
        }
        for (var disk : Disk.of(options)) {
            if (linked && !disk.volume().contains("base-")) {
                throw new TaskFailure(
                        "Linked clone feature is not supported for '%s' (%s)".formatted(disk.volume(), disk.slot()));
            }
            var id = linked ? disk.storage() : plan.storage().orElse(disk.storage());
            var storage = world.storage(id).orElseThrow(() -> new TaskFailure("storage '" + id + "' does not exist"));
            if (!target.equals(source.node()) && !storage.shared()) {
                throw new TaskFailure("can't clone %s to node '%s' (VM uses local storage)"
                        .formatted(source.kind().noun(), target));
            }
        }
    }

    private static Map<String, String> options(Plan plan, SimulatedGuest source) {
        return plan.snapshot()
                .map(name -> Snapshots.existing(source, name).options())
                .orElseGet(() -> source.config().options());
    }

    private static Map<String, String> placeholder(GuestType kind) {
        return kind == GuestType.QEMU
                ? Map.of("lock", "clone", "description", " qmclone temporary file")
                : Map.of("lock", "create");
    }

    private void copy(
            Tasks.Running task,
            Plan plan,
            SimulatedGuest source,
            SimulatedGuest clone,
            Map<String, String> options,
            boolean linked) {
        var what = source.kind() == GuestType.QEMU ? source.label() : "container " + source.vmid();
        task.log("creating a clone of " + what + " with ID " + plan.vmid());
        task.finallyDo(() -> {
            if (clone.config().option("lock").isPresent()) {
                world.remove(clone);
            }
        });
        var disks = Disk.of(options);
        long bytes = disks.stream().mapToLong(Disk::size).sum();
        if (linked) {
            disks.forEach(
                    disk -> task.log("create linked clone of drive %s (%s)".formatted(disk.slot(), disk.volume())));
            task.then(LINK, done -> finish(plan, source, clone, options, true));
        } else {
            disks.forEach(disk -> task.log("create full clone of drive %s (%s)".formatted(disk.slot(), disk.volume())));
            var step = copying(bytes, plan.bandwidth()).dividedBy(STEPS);
            progress(task, bytes, 1, step, done -> finish(plan, source, clone, options, false));
        }
    }

    /// Tells how much is copied, step by step, and then goes on.
    static void progress(Tasks.Running task, long bytes, int number, Duration step, Tasks.Step last) {
        task.then(step, now -> {
            now.log(String.format(
                    Locale.ROOT,
                    "transferred %.1f GiB of %.1f GiB (%d.00%%)",
                    gib(bytes) * number / STEPS,
                    gib(bytes),
                    100 * number / STEPS));
            if (number < STEPS) {
                progress(now, bytes, number + 1, step, last);
            } else {
                last.run(now);
            }
        });
    }

    private void finish(
            Plan plan, SimulatedGuest source, SimulatedGuest clone, Map<String, String> options, boolean linked) {
        var allocation = new Allocation(world, clone.kind(), clone.vmid(), List.of());
        var copied = new TreeMap<>(options);
        copied.keySet().removeAll(NOT_COPIED);
        copied.keySet().removeIf(key -> key.startsWith("unused"));
        for (var disk : Disk.of(copied)) {
            copied.computeIfPresent(
                    disk.slot(),
                    (slot, line) -> linked ? allocation.link(disk, line) : allocation.copy(disk, line, plan.storage()));
        }
        copied.replaceAll((key, value) -> key.startsWith("net")
                ? SampleGuests.withMac(value, clone.vmid(), world.random().nextLong())
                : value);
        if (clone.kind() == GuestType.QEMU) {
            copied.put("smbios1", "uuid=" + SampleGuests.uuid(world.random()));
            copied.put("vmgenid", SampleGuests.uuid(world.random()));
        }
        copied.put(clone.kind().nameOption(), plan.name().orElseGet(() -> nameOf(source)));
        plan.description().ifPresent(text -> copied.put("description", text));
        clone.config().replaceOptions(copied);
        plan.target().ifPresent(clone::moveTo);
    }

    private static String nameOf(SimulatedGuest source) {
        var prefix = source.kind() == GuestType.QEMU ? "Copy-of-VM-" : "Copy-of-CT-";
        return prefix + source.config().option(source.kind().nameOption()).orElse(Integer.toString(source.vmid()));
    }

    private static void requireConvertible(SimulatedGuest guest) {
        GuestLock.requireUnmarked(guest);
        var noun = guest.kind().noun();
        if (!guest.config().snapshots().isEmpty()) {
            throw new TaskFailure("unable to create template, because " + noun + " contains snapshots");
        }
        if (guest.template()) {
            throw new TaskFailure("you can't convert a template to a template");
        }
        if (guest.running()) {
            throw new TaskFailure("you can't convert a " + noun + " to template if " + noun + " is running");
        }
    }

    private static void convert(SimulatedGuest guest) {
        for (var disk : Disk.of(guest.config().options())) {
            var base = disk.volume().replaceFirst("vm-(\\d+-disk-\\d+(?:\\.\\w+)?)$", "base-$1");
            guest.config()
                    .option(disk.slot())
                    .ifPresent(line -> guest.config().set(disk.slot(), Disk.line(line, base, disk.size())));
        }
        guest.config().set("template", "1");
    }

    private static double gib(long bytes) {
        return bytes / (double) (1L << 30);
    }
}
