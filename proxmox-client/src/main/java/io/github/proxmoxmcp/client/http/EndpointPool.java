package io.github.proxmoxmcp.client.http;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Knows which endpoints have failed of late. One that failed is left alone for a while that doubles each time; then
/// one call tries it first again, so a client comes home to its first endpoint when that recovers.
final class EndpointPool {

    private static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final Duration MAX_REST = Duration.ofMinutes(2);

    private record Rest(int failures, Instant until) {}

    private final List<URI> endpoints;
    private final InstantSource clock;
    private final Map<URI, Rest> resting = new HashMap<>();

    EndpointPool(List<URI> endpoints, InstantSource clock) {
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /// All endpoints in the order to try them: those in use as they are preferred, then those that rest, the one that
    /// has rested longest first. Whoever is given one back after its rest tries it for everybody.
    synchronized List<URI> inOrder() {
        Instant now = clock.instant();
        List<URI> usable = new ArrayList<>();
        List<URI> others = new ArrayList<>();
        for (URI endpoint : endpoints) {
            Rest rest = resting.get(endpoint);
            boolean ready = rest == null || !rest.until().isAfter(now);
            (ready ? usable : others).add(endpoint);
            if (rest != null && ready) {
                resting.put(endpoint, new Rest(rest.failures(), now.plus(length(rest.failures()))));
            }
        }
        others.sort(Comparator.comparing(
                endpoint -> resting.getOrDefault(endpoint, new Rest(0, now)).until()));
        usable.addAll(others);
        return usable;
    }

    synchronized void answered(URI endpoint) {
        resting.remove(endpoint);
    }

    synchronized void failed(URI endpoint) {
        Rest before = resting.get(endpoint);
        int failures = before == null ? 1 : before.failures() + 1;
        resting.put(endpoint, new Rest(failures, clock.instant().plus(length(failures))));
    }

    private static Duration length(int failures) {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures - 1, 10));
        return rest.compareTo(MAX_REST) < 0 ? rest : MAX_REST;
    }
}
