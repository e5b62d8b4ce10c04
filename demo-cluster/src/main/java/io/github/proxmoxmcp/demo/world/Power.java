package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestKind;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.Upid;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// Starting, stopping and pausing guests: always a task, which may fail although it was accepted.
public final class Power {
    private static final Duration START = Duration.ofMillis(1_400);
    private static final Duration STOP = Duration.ofMillis(700);
    private static final Duration SHUTDOWN = Duration.ofMillis(2_300);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration TO_DISK = Duration.ofMillis(2_500);
    private static final int PATIENCE_SECONDS = 180;
    private static final Pattern BRIDGE = Pattern.compile("bridge=([^,]+)");

    private final World world;

    Power(World world) {
        this.world = world;
    }

    public Upid start(Guest guest, String user) {
        return start(GuestRef.of(guest), user);
    }

    public Upid start(GuestRef ref, String user) {
        return run(ref, user, "start", (task, guest) -> {
            if (guest.template()) {
                throw new TaskFailure(
                        guest.kind() == GuestKind.QEMU
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

    public Upid stop(GuestRef ref, String user, boolean overruleShutdown) {
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
    public Upid shutdown(GuestRef ref, String user, OptionalInt timeout, boolean force) {
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

    public Upid reboot(GuestRef ref, String user) {
        return run(ref, user, "reboot", (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            requireRunning(guest);
            task.then(SHUTDOWN, stopped -> {
                setStopped(guest);
                stopped.then(START, started -> setRunning(guest));
            });
        });
    }

    public Upid reset(GuestRef ref, String user) {
        return run(ref, user, "reset", (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            requireRunning(guest);
        });
    }

    public Upid suspend(GuestRef ref, String user, boolean toDisk) {
        var action = toDisk || ref.kind() == GuestKind.LXC ? "suspend" : "pause";
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

    public Upid resume(GuestRef ref, String user) {
        return run(ref, user, "resume", (task, guest) -> {
            requireRunning(guest);
            task.then(PAUSE, resumed -> guest.setRun(guest.run().map(run -> run.paused(false))));
        });
    }

    void setRunning(Guest guest) {
        guest.config().applyPending();
        guest.setRun(Optional.of(new Guest.Run(world.now(), world.nextPid(guest.node()), false)));
    }

    void setStopped(Guest guest) {
        guest.setRun(Optional.empty());
        guest.config().applyPending();
    }

    private Upid run(GuestRef ref, String user, String action, BiConsumer<Tasks.Running, Guest> what) {
        return world.tasks()
                .start(
                        ref.node(),
                        ref.kind().task(action),
                        Integer.toString(ref.vmid()),
                        user,
                        GuestLock.with(world, ref, what));
    }

    private static void requireRunning(Guest guest) {
        if (!guest.running()) {
            throw new TaskFailure(guest.label() + " not running");
        }
    }

    /// What keeps a guest from starting stands in its configuration.
    private static void requireStartable(Tasks.Running task, Guest guest) {
        guest.config().options().forEach((key, value) -> {
            if (value.startsWith("cdrom,")) {
                task.warn("no physical CD-ROM available, ignoring");
            }
            var bridge = BRIDGE.matcher(value);
            if (key.startsWith("net") && bridge.find() && !Catalogue.BRIDGES.contains(bridge.group(1))) {
                task.log("bridge '" + bridge.group(1) + "' does not exist");
                throw new TaskFailure(
                        guest.kind() == GuestKind.QEMU
                                ? "start failed: QEMU exited with code 1"
                                : "startup for container '" + guest.vmid() + "' failed");
            }
        });
    }

    /// Without ACPI a virtual machine of this cluster does not hear that it should shut down.
    private static boolean deaf(Guest guest) {
        return guest.kind() == GuestKind.QEMU && guest.config().option("acpi").equals(Optional.of("0"));
    }
}
