package io.github.proxmoxmcp.demo.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// What will happen in the world, in order.
///
/// Nothing runs in the background: whoever looks at the world first lets happen what was due by then, each event at its
/// own time. So a clock that jumps five minutes gives the same world as five minutes of waiting.
final class Timeline {
    private final InstantSource clock;
    private final double pace;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::due).thenComparingLong(Event::number));
    private long scheduled;
    private Instant now;

    private record Event(Instant due, long number, Runnable action) {}

    Timeline(InstantSource clock, double pace) {
        this.clock = clock;
        this.pace = pace;
        this.now = clock.instant();
    }

    Instant now() {
        return now;
    }

    /// How long something takes at this cluster's pace.
    Duration paced(Duration natural) {
        return Duration.ofNanos((long) (natural.toNanos() * pace));
    }

    void after(Duration natural, Runnable action) {
        events.add(new Event(now.plus(paced(natural)), scheduled++, action));
    }

    /// Lets everything happen that is due; before each step its time is told.
    void advance(Consumer<Instant> before) {
        var target = clock.instant();
        while (true) {
            var next = events.peek();
            if (next == null || next.due().isAfter(target)) {
                break;
            }
            events.remove();
            now = next.due();
            before.accept(now);
            next.action().run();
        }
        if (target.isAfter(now)) {
            now = target;
        }
        before.accept(now);
    }
}
