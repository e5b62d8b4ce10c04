package io.github.proxmoxmcp.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is told to go on.
public final class ManualClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-23T07:20:00Z");

    public void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
