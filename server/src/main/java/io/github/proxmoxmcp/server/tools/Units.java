package io.github.proxmoxmcp.server.tools;

import java.util.Optional;

/// Numbers in the units that answers have.
final class Units {

    private static final double GIB = 1L << 30;

    private Units() {}

    /// Bytes as GiB, to one digit after the point; small ones to three.
    static Optional<Double> gib(Optional<Long> bytes) {
        return bytes.map(size -> size / GIB).map(gib -> gib < 1 ? round(gib, 1000) : round(gib, 10));
    }

    /// A share as whole percent.
    static Optional<Long> percent(Optional<Double> fraction) {
        return fraction.map(share -> Math.round(share * 100));
    }

    /// How much of a whole is used, in whole percent; absent when either is unknown.
    static Optional<Long> percent(Optional<Long> used, Optional<Long> total) {
        return used.flatMap(part -> total.filter(whole -> whole > 0).map(whole -> Math.round(100.0 * part / whole)));
    }

    /// Seconds as a person says them: `3d4h`, `2h5m`, `45s`.
    static String duration(long seconds) {
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
