package io.github.proxmoxmcp.server.tool;

import java.util.Optional;

/// Numbers in the units that answers have.
public final class Units {

    private static final double GIB = 1L << 30;

    private Units() {}

    /// Bytes as GiB, to one digit after the point; small ones to three.
    public static Optional<Double> gib(Optional<Long> bytes) {
        return bytes.map(size -> size / GIB).map(gib -> gib < 1 ? round(gib, 1000) : round(gib, 10));
    }

    /// Bytes in a unit in which they are no 0: `32 GiB`, `1.5 GiB`, `528 MiB`, `8 KiB`.
    public static String size(long bytes) {
        if (bytes >= 1L << 30) {
            return plain(round(bytes / GIB, 10)) + " GiB";
        }
        return bytes >= 1 << 20
                ? plain(round(bytes / (double) (1 << 20), 10)) + " MiB"
                : bytes >= 1 << 10 ? plain(round(bytes / 1024.0, 10)) + " KiB" : bytes + " bytes";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf(Math.round(value)) : String.valueOf(value);
    }

    /// A share as whole percent.
    public static Optional<Long> percent(Optional<Double> fraction) {
        return fraction.map(share -> Math.round(share * 100));
    }

    /// How much of a whole is used, in whole percent; absent when either is unknown.
    public static Optional<Long> percent(Optional<Long> used, Optional<Long> total) {
        return used.flatMap(part -> total.filter(whole -> whole > 0).map(whole -> Math.round(100.0 * part / whole)));
    }

    /// Seconds as a person says them: `3d4h`, `2h5m`, `45s`.
    public static String duration(long seconds) {
        if (seconds >= 86_400) {
            return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
        }
        if (seconds >= 3600) {
            return seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
        }
        return seconds >= 60 ? seconds / 60 + "m" + seconds % 60 + "s" : seconds + "s";
    }

    private static double round(double value, int steps) {
        return Math.round(value * steps) / (double) steps;
    }
}
