package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// Starting, stopping and pausing guests: always a task, which may fail although it was accepted.
public final class PowerActions {
    private static final Duration START = Duration.ofMillis(1_400);
    private static final Duration STOP = Duration.ofMillis(700);
    private static final Duration SHUTDOWN = Duration.ofMillis(2_300);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration TO_DISK = Duration.ofMillis(2_500);
    private static final int PATIENCE_SECONDS = 180;
    private static final Pattern BRIDGE = Pattern.compile("bridge=([^,]+)");

    private final World world;

    PowerActions(World world) {
        this.world = world;
    }

    public TaskId start(SimulatedGuest guest, String user) {
        return start(GuestAddress.of(guest), user);
    }

    public TaskId start(GuestAddress ref, String user) {
        return run(ref, user, "start", (task, guest) -> {
            if (guest.template()) {
                throw new TaskFailure(
                        guest.kind() == GuestType.QEMU
                                ? "you can't start a vm if it's a template"
                                : "you can't start a CT if it's a template");
            }
            if (guest.config().option("lock").equals(Optional.of("suspended"))) {
                guest.config().delete("lock");
            }
            GuestLock.requireUnmarked(guest);
            if (guest.running()) {
                throw new TaskFailure(guest.label() + " already running");
            }
            // What was pending is in force from here on, whether the guest comes up or not.
            guest.config().applyPending();
            requireStartable(task, guest);
            task.then(START, started -> setRunning(guest));
        });
    }

    public TaskId stop(GuestAddress ref, String user, boolean overruleShutdown) {
        if (overruleShutdown) {
            ref.require(world)
                    .holder()
                    .filter(task -> task.upid().type().endsWith("shutdown"))
                    .ifPresent(world.tasks()::interrupt);
        }
        return run(ref, user, "stop", (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            if (guest.running()) {
                task.then(STOP, stopped -> setStopped(guest));
            }
        });
    }

    /// Asks the guest's system to shut down; without an ear for that it runs into the timeout.
    public TaskId shutdown(GuestAddress ref, String user, OptionalInt timeout, boolean force) {
        return run(ref, user, "shutdown", (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            if (!guest.running()) {
                return;
            }
            if (!deaf(guest)) {
                task.then(SHUTDOWN, stopped -> setStopped(guest));
                return;
            }
            if (guest.hasAgent()) {
                task.log("QEMU Guest Agent is not running - VM " + guest.vmid()
                        + " qga command 'guest-ping' failed - got timeout");
            }
            task.then(Duration.ofSeconds(timeout.orElse(PATIENCE_SECONDS)), late -> {
                if (!force) {
                    throw new TaskFailure("VM quit/powerdown failed - got timeout");
                }
                late.log("VM quit/powerdown failed - terminating now with SIGTERM");
                setStopped(guest);
            });
        });
    }

    public TaskId reboot(GuestAddress ref, String user) {
        return run(ref, user, "reboot", (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            requireRunning(guest);
            task.then(SHUTDOWN, stopped -> {
                setStopped(guest);
                stopped.then(START, started -> setRunning(guest));
            });
        });
    }

    public TaskId reset(GuestAddress ref, String user) {
        return run(ref, user, "reset", (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            requireRunning(guest);
        });
    }

    public TaskId suspend(GuestAddress ref, String user, boolean toDisk) {
        var action = toDisk || ref.kind() == GuestType.LXC ? "suspend" : "pause";
        return run(ref, user, action, (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            requireRunning(guest);
            if (toDisk) {
                world.requireWritable(guest, task.task().upid().pid());
                guest.config().set("lock", "suspending");
                task.finallyDo(() -> guest.config().delete("lock"));
                task.then(TO_DISK, suspended -> {
                    setStopped(guest);
                    suspended.finallyDo(() -> guest.config().set("lock", "suspended"));
                });
            } else {
                task.then(PAUSE, paused -> guest.setRun(guest.run().map(run -> run.paused(true))));
            }
        });
    }

    public TaskId resume(GuestAddress ref, String user) {
        return run(ref, user, "resume", (task, guest) -> {
            requireRunning(guest);
            task.then(PAUSE, resumed -> guest.setRun(guest.run().map(run -> run.paused(false))));
        });
    }

    void setRunning(SimulatedGuest guest) {
        guest.config().applyPending();
        guest.setRun(Optional.of(new SimulatedGuest.Run(world.now(), world.nextPid(guest.node()), false)));
    }

    void setStopped(SimulatedGuest guest) {
        guest.setRun(Optional.empty());
        guest.config().applyPending();
    }

    private TaskId run(GuestAddress ref, String user, String action, BiConsumer<Tasks.Running, SimulatedGuest> what) {
        return world.tasks()
                .start(
                        ref.node(),
                        ref.kind().task(action),
                        Integer.toString(ref.vmid()),
                        user,
                        GuestLock.with(world, ref, what));
    }

    private static void requireRunning(SimulatedGuest guest) {
        if (!guest.running()) {
            throw new TaskFailure(guest.label() + " not running");
        }
    }

    /// What keeps a guest from starting stands in its configuration.
    private static void requireStartable(Tasks.Running task, SimulatedGuest guest) {
        guest.config().options().forEach((key, value) -> {
            if (value.startsWith("cdrom,")) {
                task.warn("no physical CD-ROM available, ignoring");
            }
            var bridge = BRIDGE.matcher(value);
            if (key.startsWith("net") && bridge.find() && !SampleGuests.BRIDGES.contains(bridge.group(1))) {
                task.log("bridge '" + bridge.group(1) + "' does not exist");
                throw new TaskFailure(
                        guest.kind() == GuestType.QEMU
                                ? "start failed: QEMU exited with code 1"
                                : "startup for container '" + guest.vmid() + "' failed");
            }
        });
    }

    /// Without ACPI a virtual machine of this cluster does not hear that it should shut down.
    private static boolean deaf(SimulatedGuest guest) {
        return guest.kind() == GuestType.QEMU && guest.config().option("acpi").equals(Optional.of("0"));
    }
}
