package io.github.proxmoxmcp.demo.http;

import java.time.Duration;

/// What is wrong with the line to the cluster at the moment.
///
/// @param delay how long every answer takes longer
/// @param reset connections break instead of an answer
/// @param garbage answers are 200 with a body that is not JSON
/// @param truncate connections close in the middle of a body
/// @param deafWrites connections close in the middle of a body where something was changed
/// @param blank reads are answered with an empty list
public record Disturbance(
        Duration delay, boolean reset, boolean garbage, boolean truncate, boolean deafWrites, boolean blank) {
    public static final Disturbance NONE = new Disturbance(Duration.ZERO, false, false, false, false, false);

    public Disturbance withDelay(Duration longer) {
        return new Disturbance(longer, reset, garbage, truncate, deafWrites, blank);
    }

    public Disturbance withReset(boolean on) {
        return new Disturbance(delay, on, garbage, truncate, deafWrites, blank);
    }

    public Disturbance withGarbage(boolean on) {
        return new Disturbance(delay, reset, on, truncate, deafWrites, blank);
    }

    public Disturbance withTruncate(boolean on) {
        return new Disturbance(delay, reset, garbage, on, deafWrites, blank);
    }

    public Disturbance withDeafWrites(boolean on) {
        return new Disturbance(delay, reset, garbage, truncate, on, blank);
    }

    public Disturbance withBlank(boolean on) {
        return new Disturbance(delay, reset, garbage, truncate, deafWrites, on);
    }
}
