package io.github.proxmoxmcp.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How to reach one cluster: its endpoints in order of preference, who asks, what to trust, and the limits.
///
/// @param endpoints `https://pve1:8006`, …; plain `http` only for the machine itself
/// @param callTimeout for a whole call, repetitions included
/// @param maxConcurrent how many calls may be in flight at once
/// @param maxResponseBytes the largest answer that is read, after unpacking
public record ConnectionSettings(
        List<URI> endpoints,
        ApiToken token,
        Trust trust,
        Duration connectTimeout,
        Duration callTimeout,
        int maxConcurrent,
        int maxResponseBytes) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public ConnectionSettings {
        endpoints = endpoints.stream().map(ConnectionSettings::checked).toList();
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoint given: expected at least one, such as https://pve1:8006");
        }
        if (maxConcurrent < 1 || maxResponseBytes < 1 || !isPositive(connectTimeout) || !isPositive(callTimeout)) {
            throw new IllegalArgumentException("timeouts and limits of a connection must be greater than 0");
        }
    }

    /// Settings with the usual limits: 5 s to connect, 45 s a call (Proxmox's own proxy gives up after 30 s), 8 calls
    /// at once, 64 MiB an answer.
    public static ConnectionSettings of(List<URI> endpoints, ApiToken token, Trust trust) {
        return new ConnectionSettings(
                endpoints, token, trust, Duration.ofSeconds(5), Duration.ofSeconds(45), 8, 64 << 20);
    }

    /// The same with other time limits.
    public ConnectionSettings withTimeouts(Duration connect, Duration call) {
        return new ConnectionSettings(endpoints, token, trust, connect, call, maxConcurrent, maxResponseBytes);
    }

    /// The same with other limits.
    public ConnectionSettings withLimits(int concurrent, int responseBytes) {
        return new ConnectionSettings(endpoints, token, trust, connectTimeout, callTimeout, concurrent, responseBytes);
    }

    private static boolean isPositive(Duration duration) {
        return duration.compareTo(Duration.ZERO) > 0;
    }

    private static URI checked(URI endpoint) {
        String host = endpoint.getHost();
        boolean secure = "https".equals(endpoint.getScheme());
        if (host == null || !(secure || "http".equals(endpoint.getScheme()))) {
            throw new IllegalArgumentException(
                    "not an endpoint: '" + endpoint + "' (expected https://HOST:8006, as in the browser)");
        }
        if (endpoint.getRawUserInfo() != null || endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw new IllegalArgumentException("the endpoint of host '" + host
                    + "' must be https://HOST:PORT only, without user, query or fragment");
        }
        if (!secure && !LOOPBACK.contains(host)) {
            throw new IllegalArgumentException("'" + endpoint
                    + "' would send the token unencrypted: use https (plain http is for this machine only)");
        }
        return URI.create(endpoint.toString().replaceFirst("/+$", ""));
    }
}
