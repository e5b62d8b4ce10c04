package io.github.proxmoxmcp.demo.http;

import java.time.Duration;

/// What is wrong with the line to the cluster at the moment.
///
/// @param delay how long every answer takes longer
/// @param reset connections break instead of an answer
/// @param garbage answers are 200 with a body that is not JSON
/// @param truncate connections close in the middle of a body
/// @param deafWrites connections close in the middle of a body where something was changed
public record Disturbance(Duration delay, boolean reset, boolean garbage, boolean truncate, boolean deafWrites) {
    public static final Disturbance NONE = new Disturbance(Duration.ZERO, false, false, false, false);

    public Disturbance withDelay(Duration longer) {
        return new Disturbance(longer, reset, garbage, truncate, deafWrites);
    }

    public Disturbance withReset(boolean on) {
        return new Disturbance(delay, on, garbage, truncate, deafWrites);
    }

    public Disturbance withGarbage(boolean on) {
        return new Disturbance(delay, reset, on, truncate, deafWrites);
    }

    public Disturbance withTruncate(boolean on) {
        return new Disturbance(delay, reset, garbage, on, deafWrites);
    }

    public Disturbance withDeafWrites(boolean on) {
        return new Disturbance(delay, reset, garbage, truncate, on);
    }
}
