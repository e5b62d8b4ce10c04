package io.github.proxmoxmcp.server.sync.guest;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Leaves guests that could not be read alone for a while: the longer, the more often that failed.
final class Backoff {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(5);

    private static final int MAX_NAMED_GUESTS = 10;

    private final Map<Integer, Pause> pauses = new HashMap<>();

    private record Pause(Instant until, Duration length) {

        static Pause of(Instant now, Duration length) {
            Duration right = length.compareTo(MAX_PAUSE) < 0 ? length : MAX_PAUSE;
            return new Pause(now.plus(right), right);
        }
    }

    boolean holds(int vmid, Instant now) {
        return Optional.ofNullable(pauses.get(vmid))
                .filter(pause -> pause.until().isAfter(now))
                .isPresent();
    }

    void failed(int vmid, Instant now) {
        pauses.merge(
                vmid,
                Pause.of(now, FIRST_PAUSE),
                (before, _) -> Pause.of(now, before.length().multipliedBy(2)));
    }

    void succeeded(int vmid) {
        pauses.remove(vmid);
    }

    /// Forgets all failures.
    void clear() {
        pauses.clear();
    }

    /// Forgets guests that are there no more.
    void keepOnly(Collection<Integer> vmids) {
        pauses.keySet().retainAll(vmids);
    }

    /// The first of those that could not be read lately.
    String some() {
        return pauses.keySet().stream()
                        .sorted()
                        .limit(MAX_NAMED_GUESTS)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                + (pauses.size() > MAX_NAMED_GUESTS ? ", …" : "");
    }

    /// How many could not be read lately.
    int size() {
        return pauses.size();
    }
}
