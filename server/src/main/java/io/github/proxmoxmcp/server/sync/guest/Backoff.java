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

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int FEW = 10;

    private final Map<Integer, Pause> pauses = new HashMap<>();

    private record Pause(Instant until, Duration length) {

        static Pause of(Instant now, Duration length) {
            Duration right = length.compareTo(LONGEST) < 0 ? length : LONGEST;
            return new Pause(now.plus(right), right);
        }
    }

    boolean hold(int vmid, Instant now) {
        return Optional.ofNullable(pauses.get(vmid))
                .filter(pause -> pause.until().isAfter(now))
                .isPresent();
    }

    void failed(int vmid, Instant now) {
        pauses.merge(
                vmid,
                Pause.of(now, FIRST),
                (before, _) -> Pause.of(now, before.length().multipliedBy(2)));
    }

    void succeeded(int vmid) {
        pauses.remove(vmid);
    }

    /// Nothing is left alone any more.
    void clear() {
        pauses.clear();
    }

    /// Forgets guests that are there no more.
    void keepOnly(Collection<Integer> vmids) {
        pauses.keySet().retainAll(vmids);
    }

    /// The first of those that could not be read lately.
    String some() {
        return pauses.keySet().stream().sorted().limit(FEW).map(String::valueOf).collect(Collectors.joining(", "))
                + (pauses.size() > FEW ? ", …" : "");
    }

    /// How many could not be read lately.
    int size() {
        return pauses.size();
    }
}
