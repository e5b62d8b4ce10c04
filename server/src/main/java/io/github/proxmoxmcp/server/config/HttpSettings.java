package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.tool.Access;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How to serve over HTTP.
///
/// @param host the address or name to listen on
/// @param port 0: any that is free
/// @param noAuth whether anybody who can connect is let in; only ever on loopback
/// @param tls absent: plain HTTP
/// @param behindProxy whether a proxy in front ends TLS and tells the caller's address
/// @param openMetrics whether `/metrics` and the details of `/ready` are for everybody
/// @param page whether there is a page for people beside `/mcp`
/// @param publicUrl where browsers find the page, if that is not where it listens
/// @param allowedHosts names that a request may call this server by; `*`: any
/// @param allowedOrigins further web pages whose scripts may call
/// @param oauth absent: only this server's own tokens are good
public record HttpSettings(
        String host,
        int port,
        boolean noAuth,
        Optional<Tls> tls,
        boolean behindProxy,
        boolean openMetrics,
        boolean page,
        Optional<URI> publicUrl,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        Limits limits,
        Optional<OAuth> oauth) {

    public HttpSettings {
        boolean loopback = isLoopback(host);
        if (noAuth && !loopback) {
            throw new ConfigurationException("http: without authentication it listens on loopback only, not on " + host
                    + ": leave out no_auth (--http-no-auth) and make a token with 'proxmox-mcp token add'");
        }
        if (noAuth && behindProxy) {
            throw new ConfigurationException(
                    "http: no_auth behind a proxy would let in everybody who reaches the proxy:"
                            + " leave out one of the two");
        }
        if (noAuth && oauth.isPresent()) {
            throw new ConfigurationException("http: no_auth and oauth contradict each other: leave out one of the two");
        }
        if (!loopback && tls.isEmpty() && !behindProxy) {
            throw new ConfigurationException(
                    "http: on " + host + " tokens would travel unencrypted: set tls.certificate and tls.key, or say"
                            + " with behind_proxy (--behind-proxy) that a proxy in front ends TLS, or"
                            + " listen on 127.0.0.1");
        }
        if (isAnyAddress(host) && allowedHosts.isEmpty()) {
            throw new ConfigurationException("http: listening on every address needs allowed_hosts, the names that"
                    + " clients call this server by, such as [mcp.example.org]");
        }
        between("port", port, 0, 65_535);
    }

    /// How much may be asked.
    ///
    /// @param maxBody bytes of one message
    public record Limits(int maxBody, Sessions sessions, Rate rate) {
        public Limits {
            between("max_body_bytes", maxBody, 1_024, 64 << 20);
        }
    }

    /// A certificate with its chain, and its key, both PEM.
    public record Tls(Path certificate, Path key) {}

    /// How many sessions there may be, and how long one that is not used lives.
    public record Sessions(int most, Duration idle) {
        public Sessions {
            between("sessions.most", most, 1, 1_000_000);
            between("sessions.idle_minutes", idle.toMinutes(), 1, 10_080);
        }
    }

    /// How many requests a principal may make: so many a second in the long run, and so many at once.
    public record Rate(int perSecond, int burst) {
        public Rate {
            between("rate.per_second", perSecond, 1, 1_000_000);
            between("rate.burst", burst, 1, 1_000_000);
        }
    }

    /// Who issues tokens for this server, and which access their scopes give.
    ///
    /// @param audience what an issuer calls this server in `aud`
    /// @param resource the public URL of `/mcp`
    /// @param jwks where the issuer's keys are; absent: its metadata tells
    /// @param caFile authorities that may have signed the issuer's certificate, beside those of the system
    /// @param scopes by scope the access it gives
    public record OAuth(
            URI issuer,
            String audience,
            URI resource,
            Optional<URI> jwks,
            Optional<Path> caFile,
            Map<String, Access> scopes) {}

    /// Whether what comes from there was not changed on its way.
    public static boolean isTrustworthy(URI url) {
        return url.getHost() != null && ("https".equals(url.getScheme()) || isLoopback(url.getHost()));
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /// Where browsers find the page, if there is one and it was said.
    public Optional<URI> publicPage() {
        return publicUrl.filter(_ -> page);
    }

    public boolean isLoopback() {
        return isLoopback(host);
    }

    private static boolean isAnyAddress(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigurationException(
                    "http." + key + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
