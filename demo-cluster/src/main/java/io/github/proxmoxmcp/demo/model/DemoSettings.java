package io.github.proxmoxmcp.demo.model;

import java.time.Duration;
import java.util.List;

/// What a demo cluster is made of and how it behaves.
///
/// @param nodes how many nodes, at least one
/// @param guests how many guests, templates included
/// @param seed the same seed gives byte-identical configuration
/// @param pace how long tasks and the cluster's own reactions take: 1 is lively, 0 is at once
/// @param authenticationDelay what a wrong token waits for its 401 (a real cluster: about three seconds)
/// @param port the first node's port, the others follow; 0 takes free ones
/// @param incidents how often something goes wrong and gets well again, from one beginning to the next; zero: never
/// @param lag whether names, states and sizes in `/cluster/resources` come up to ten seconds late, as on a real cluster
public record DemoSettings(
        int nodes,
        int guests,
        long seed,
        double pace,
        Duration authenticationDelay,
        int port,
        Duration incidents,
        boolean lag) {

    private static final List<String> KEYS = List.of("nodes", "guests", "seed", "pace", "port", "incidents", "lag");
    private static final int MAX_NODES = 64;
    private static final int MAX_GUESTS = 100_000;
    private static final int MAX_SECONDS_BETWEEN_INCIDENTS = 86_400;

    public DemoSettings {
        require("nodes", nodes, 1, MAX_NODES);
        require("guests", guests, 0, MAX_GUESTS);
        require("port", port, 0, 65_535);
        require("incidents", Math.toIntExact(incidents.toSeconds()), 0, MAX_SECONDS_BETWEEN_INCIDENTS);
        if (!(pace >= 0 && pace <= 100)) {
            throw new IllegalArgumentException("pace must be from 0 to 100, not " + pace);
        }
    }

    public DemoSettings(int nodes, int guests, long seed) {
        this(nodes, guests, seed, 1, Duration.ZERO, 0);
    }

    public DemoSettings(int nodes, int guests, long seed, double pace, Duration authenticationDelay, int port) {
        this(nodes, guests, seed, pace, authenticationDelay, port, Duration.ZERO, false);
    }

    /// Three nodes with forty guests.
    public static DemoSettings defaults() {
        return new DemoSettings(3, 40, 1);
    }

    /// Reads `nodes=3,guests=40,seed=1`; what is left out keeps its default.
    public static DemoSettings parse(String text) {
        var settings = defaults();
        for (var part : text.split(",")) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + part.strip() + "' is not of the form key=value; " + example());
            }
            settings = settings.with(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return settings;
    }

    public DemoSettings withPace(double newPace) {
        return new DemoSettings(nodes, guests, seed, newPace, authenticationDelay, port, incidents, lag);
    }

    public DemoSettings withAuthenticationDelay(Duration delay) {
        return new DemoSettings(nodes, guests, seed, pace, delay, port, incidents, lag);
    }

    public DemoSettings withPort(int newPort) {
        return new DemoSettings(nodes, guests, seed, pace, authenticationDelay, newPort, incidents, lag);
    }

    public DemoSettings withLag(boolean torn) {
        return new DemoSettings(nodes, guests, seed, pace, authenticationDelay, port, incidents, torn);
    }

    public DemoSettings withIncidents(Duration often) {
        return new DemoSettings(nodes, guests, seed, pace, authenticationDelay, port, often, lag);
    }

    private static boolean flag(String key, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(key + " must be true or false, not '" + value + "'");
        }
        return value.equals("true");
    }

    private DemoSettings with(String key, String value) {
        try {
            return switch (key) {
                case "nodes" ->
                    new DemoSettings(
                            Integer.parseInt(value), guests, seed, pace, authenticationDelay, port, incidents, lag);
                case "guests" ->
                    new DemoSettings(
                            nodes, Integer.parseInt(value), seed, pace, authenticationDelay, port, incidents, lag);
                case "seed" ->
                    new DemoSettings(
                            nodes, guests, Long.parseLong(value), pace, authenticationDelay, port, incidents, lag);
                case "pace" -> withPace(Double.parseDouble(value));
                case "incidents" -> withIncidents(Duration.ofSeconds(Integer.parseInt(value)));
                case "lag" -> withLag(flag(key, value));
                case "port" -> withPort(Integer.parseInt(value));
                default -> throw new IllegalArgumentException("unknown key '" + key + "'; " + example());
            };
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(key + " must be a number, not '" + value + "'", notANumber);
        }
    }

    private static String example() {
        return "known keys are " + String.join(", ", KEYS) + ", as in nodes=3,guests=40,seed=1";
    }

    private static void require(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
