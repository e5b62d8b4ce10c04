package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.config.HttpSettings.OAuth;
import io.github.proxmoxmcp.server.config.HttpSettings.Tls;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Flattened;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The section `http`. See [HttpSettings].
record HttpSection(
        Optional<String> listen,
        boolean noAuth,
        Optional<Tls> tls,
        boolean behindProxy,
        boolean openMetrics,
        Optional<Boolean> page,
        Optional<HttpsUrl> publicUrl,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        @Flattened Limits limits,
        Optional<Issuer> oauth) {

    private static final Pattern ADDRESS = Pattern.compile("(?:(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+):)?(\\d{1,5})");

    /// Where a server listens that was told to serve over HTTP, and not where.
    private static final String DEFAULT_LISTEN = "127.0.0.1:8765";

    /// @param over where to listen from the command line or the environment, above the file; empty text: over HTTP,
    ///     wherever the file says
    Optional<HttpSettings> settings(CommandSettings settings, Optional<String> over) {
        return over.filter(address -> !address.isEmpty())
                .or(() -> listen)
                .or(() -> over.map(_ -> DEFAULT_LISTEN))
                .map(address -> {
                    Matcher parts = ADDRESS.matcher(address);
                    if (!parts.matches()) {
                        throw new ConfigurationException(
                                "http: where to listen is [HOST:]PORT, such as 8765 or 127.0.0.1:8765, not '" + address
                                        + "'");
                    }
                    return new HttpSettings(
                            Optional.ofNullable(parts.group(1))
                                    .map(host -> host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT))
                                    .orElse("127.0.0.1"),
                            Integer.parseInt(parts.group(2)),
                            settings.httpNoAuth() || noAuth,
                            tls,
                            settings.behindProxy() || behindProxy,
                            openMetrics,
                            page.orElse(true),
                            publicUrl.map(HttpsUrl::url),
                            allowedHosts,
                            allowedOrigins,
                            limits.settings(),
                            oauth.map(Issuer::settings));
                });
    }

    record Limits(Optional<Integer> maxBodyBytes, Sessions sessions, Rate rate) {

        private HttpSettings.Limits settings() {
            return new HttpSettings.Limits(
                    maxBodyBytes.orElse(4 << 20),
                    new HttpSettings.Sessions(
                            sessions.most.orElse(2_000), Duration.ofMinutes(sessions.idleMinutes.orElse(30))),
                    new HttpSettings.Rate(rate.perSecond.orElse(100), rate.burst.orElse(400)));
        }
    }

    record Sessions(Optional<Integer> most, Optional<Integer> idleMinutes) {}

    record Rate(Optional<Integer> perSecond, Optional<Integer> burst) {}

    record Issuer(
            Optional<HttpsUrl> issuer,
            Optional<String> audience,
            Optional<HttpsUrl> resource,
            Optional<HttpsUrl> jwksUri,
            Optional<Path> caFile,
            Optional<Scopes> scopes) {

        Issuer {
            if (issuer.isEmpty()) {
                throw new IllegalArgumentException("'issuer' is missing, such as https://login.example.org");
            }
            if (resource.isEmpty()) {
                throw new IllegalArgumentException(
                        "'resource' is missing, such as https://mcp.example.org/mcp, the public URL of /mcp");
            }
        }

        private OAuth settings() {
            return new OAuth(
                    issuer.orElseThrow().url(),
                    audience.orElse(resource.orElseThrow().url().toString()),
                    resource.orElseThrow().url(),
                    jwksUri.map(HttpsUrl::url),
                    caFile,
                    scopes.orElseGet(Scopes::usual).access());
        }
    }

    /// By access the scopes that give it.
    record Scopes(List<String> read, List<String> operate, List<String> admin) {

        Scopes {
            Map<String, Access> _ = access(read, operate, admin);
        }

        private static Scopes usual() {
            return new Scopes(List.of("proxmox:read"), List.of("proxmox:operate"), List.of("proxmox:admin"));
        }

        private Map<String, Access> access() {
            return access(read, operate, admin);
        }

        private static Map<String, Access> access(List<String> read, List<String> operate, List<String> admin) {
            Map<Access, List<String>> given =
                    new EnumMap<>(Map.of(Access.READ, read, Access.OPERATE, operate, Access.ADMIN, admin));
            Map<String, Access> scopes = new LinkedHashMap<>();
            given.forEach((access, names) -> names.forEach(scope -> {
                if (!scope.matches("[!#-\\[\\]-~]+") || scopes.put(scope, access) != null) {
                    throw new IllegalArgumentException("'" + scope + "' is not a scope, or is there twice");
                }
            }));
            return scopes;
        }
    }
}
