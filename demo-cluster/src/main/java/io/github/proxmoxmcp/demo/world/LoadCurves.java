package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestType;
import java.time.Duration;
import java.time.Instant;

/// Readings that fluctuate smoothly with time: a function of who is measured and when, so nothing needs to be stored.
public final class LoadCurves {
    private static final int TICK_SECONDS = 10;

    private LoadCurves() {}

    /// What a guest shows at a moment.
    ///
    /// @param status `running`, `paused` or `stopped`
    /// @param cpu from 0 to 1, of all its cores
    public record Reading(
            String status,
            double cpu,
            int cpus,
            long memory,
            long maxMemory,
            long uptime,
            long disk,
            long maxDisk,
            long netIn,
            long netOut,
            long diskRead,
            long diskWrite) {}

    /// Reads a guest as it is, or was, at a moment.
    public static Reading of(SimulatedGuest guest, int nodeCores, Instant at) {
        var sizes = guest.config().sizes(guest.kind());
        // More than its node has is not shown.
        int cpus = Math.min(sizes.cpus().orElse(nodeCores), nodeCores);
        long maxMemory = sizes.memory();
        long maxDisk = sizes.disk();
        var run = guest.run();
        if (run.isEmpty()) {
            return new Reading("stopped", 0, cpus, 0, maxMemory, 0, 0, maxDisk, 0, 0, 0, 0);
        }
        long uptime = Math.max(0, Duration.between(run.get().since(), at).toSeconds());
        int who = guest.vmid();
        double load = guest.paused() ? 0 : (0.02 + 0.4 * square(fraction(who, 1))) * (1 + 0.6 * wave(who, at));
        double filled = 0.25 + 0.5 * fraction(who, 2) + 0.05 * wave(who + 1, at);
        boolean container = guest.kind() == GuestType.LXC;
        return new Reading(
                guest.paused() ? "paused" : "running",
                Math.clamp(load, 0, 1),
                cpus,
                (long) (maxMemory * filled),
                maxMemory,
                uptime,
                container ? (long) (maxDisk * (0.2 + 0.5 * fraction(who, 3))) : 0,
                maxDisk,
                counter(who, 4, uptime, 90_000),
                counter(who, 5, uptime, 60_000),
                counter(who, 6, uptime, 40_000),
                counter(who, 8, uptime, 70_000));
    }

    /// A number from 0 to 1 that belongs to somebody for good.
    public static double fraction(long who, int what) {
        long mixed = who * 0x9E3779B97F4A7C15L + what * 0xD1B54A32D192ED03L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    }

    /// From -1 to 1, over half an hour to two hours, with a ripple of minutes.
    public static double wave(long who, Instant at) {
        double seconds = Math.floorDiv(at.getEpochSecond(), TICK_SECONDS) * (double) TICK_SECONDS;
        double slow = seconds / (1_800 + 5_400 * fraction(who, 11)) + fraction(who, 12);
        double fast = seconds / (120 + 240 * fraction(who, 13)) + fraction(who, 14);
        return 0.75 * Math.sin(2 * Math.PI * slow) + 0.25 * Math.sin(2 * Math.PI * fast);
    }

    private static long counter(long who, int what, long uptime, int mostPerSecond) {
        return (long) (uptime * fraction(who, what) * mostPerSecond);
    }

    private static double square(double value) {
        return value * value;
    }
}
