package io.github.proxmoxmcp.server.tool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a caller is told while it waits for tasks: each line of their logs, and that they are still waited for where
/// nothing was written for a while. Clients give up on a call that is silent, or put it aside.
public final class TaskProgress {

    private static final Logger LOG = LoggerFactory.getLogger(TaskProgress.class);

    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Caller.Progress listener;
    private final InstantSource clock;
    private final Instant begun;
    private Instant last;
    private int reports;

    public TaskProgress(Caller.Progress listener, InstantSource clock) {
        this.listener = listener;
        this.clock = clock;
        this.begun = clock.instant();
        this.last = begun;
    }

    /// A line of the log of a task; of several tasks at once one line at a time.
    public synchronized void line(String text) {
        report(text, clock.instant());
    }

    /// Whoever waits calls this at each look.
    public synchronized void waiting() {
        Instant now = clock.instant();
        if (Duration.between(last, now).compareTo(SILENCE) >= 0) {
            report("still waiting, after " + Duration.between(begun, now).toSeconds() + " s", now);
        }
    }

    /// As long as the caller listens: that it does not is no reason to end what it waits for.
    private void report(String text, Instant now) {
        last = now;
        reports++;
        try {
            listener.report(reports, Optional.empty(), text);
        } catch (RuntimeException e) {
            LOG.debug("nobody listens: {}", e.getMessage());
        }
    }
}
