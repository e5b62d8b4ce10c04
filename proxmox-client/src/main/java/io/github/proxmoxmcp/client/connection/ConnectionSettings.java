package io.github.proxmoxmcp.client.connection;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How to reach one cluster: its endpoints in order of preference, who asks, what to trust, and the limits.
///
/// @param endpoints `https://pve1:8006`, …; plain `http` only for the machine itself
/// @param proxy absent: what the JDK's own system properties say
public record ConnectionSettings(
        List<URI> endpoints,
        Credentials credentials,
        Trust trust,
        Timeouts timeouts,
        Limits limits,
        Optional<HttpProxy> proxy) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public ConnectionSettings {
        endpoints = endpoints.stream().map(ConnectionSettings::checked).toList();
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoint given: expected at least one, such as https://pve1:8006");
        }
    }

    /// Settings with the usual limits: [Timeouts#DEFAULT], [Limits#DEFAULT].
    public static ConnectionSettings of(List<URI> endpoints, Credentials credentials, Trust trust) {
        return new ConnectionSettings(
                endpoints, credentials, trust, Timeouts.DEFAULT, Limits.DEFAULT, Optional.empty());
    }

    /// These settings with other time limits.
    public ConnectionSettings withTimeouts(Duration connect, Duration call) {
        return with(new Timeouts(connect, call, call, timeouts.upload()));
    }

    /// These settings with other limits.
    public ConnectionSettings withLimits(int concurrent, int responseBytes) {
        return with(new Limits(concurrent, limits.perSecond(), responseBytes));
    }

    /// These settings with other time limits.
    public ConnectionSettings with(Timeouts others) {
        return new ConnectionSettings(endpoints, credentials, trust, others, limits, proxy);
    }

    /// These settings with other limits.
    public ConnectionSettings with(Limits others) {
        return new ConnectionSettings(endpoints, credentials, trust, timeouts, others, proxy);
    }

    /// These settings with a proxy.
    public ConnectionSettings with(HttpProxy through) {
        return new ConnectionSettings(endpoints, credentials, trust, timeouts, limits, Optional.of(through));
    }

    /// Who asks; the name that this had when it was always a token.
    public Credentials token() {
        return credentials;
    }

    /// How long one connection may take.
    public Duration connectTimeout() {
        return timeouts.connect();
    }

    /// How long a read may take, repetitions included.
    public Duration callTimeout() {
        return timeouts.read();
    }

    /// How many calls may be in flight at once.
    public int maxConcurrent() {
        return limits.concurrent();
    }

    /// The largest answer that is read, after unpacking.
    public int maxResponseBytes() {
        return limits.responseBytes();
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
                    + "' would send the token or password unencrypted: use https (plain http is for this"
                    + " machine only)");
        }
        return URI.create(endpoint.toString().replaceFirst("/+$", ""));
    }
}
