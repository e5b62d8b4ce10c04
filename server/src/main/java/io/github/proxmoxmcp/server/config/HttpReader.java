package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.tool.Access;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the section `http`.
final class HttpReader {

    private static final Pattern ADDRESS = Pattern.compile("(?:(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+):)?(\\d{1,5})");

    /// Where a server listens that was told to serve over HTTP, and not where.
    private static final String DEFAULT_LISTEN = "127.0.0.1:8765";

    private final Function<String, Path> expand;

    HttpReader(Function<String, Path> expand) {
        this.expand = expand;
    }

    /// @param listen from the command line or the environment, above the file; empty text: over HTTP, wherever the file
    ///     says
    Optional<HttpSettings> read(YamlFile file, CommandSettings settings, Optional<String> listen) {
        file.only(List.of(
                "listen",
                "no_auth",
                "tls",
                "behind_proxy",
                "open_metrics",
                "page",
                "public_url",
                "allowed_hosts",
                "allowed_origins",
                "max_body_bytes",
                "sessions",
                "rate",
                "oauth"));
        return listen.filter(address -> !address.isEmpty())
                .or(() -> file.text("listen"))
                .or(() -> listen.map(_ -> DEFAULT_LISTEN))
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
                            settings.httpNoAuth() || file.flag("no_auth"),
                            tls(file.section("tls")),
                            settings.behindProxy() || file.flag("behind_proxy"),
                            file.flag("open_metrics"),
                            !file.has("page") || file.flag("page"),
                            url(file, "public_url"),
                            file.texts("allowed_hosts"),
                            file.texts("allowed_origins"),
                            limits(file),
                            oauth(file.section("oauth")));
                });
    }

    private static HttpSettings.Limits limits(YamlFile file) {
        YamlFile sessions = file.section("sessions").only(List.of("most", "idle_minutes"));
        YamlFile rate = file.section("rate").only(List.of("per_second", "burst"));
        return new HttpSettings.Limits(
                file.number("max_body_bytes").orElse(4 << 20),
                new HttpSettings.Sessions(
                        sessions.number("most").orElse(2_000),
                        Duration.ofMinutes(sessions.number("idle_minutes").orElse(30))),
                new HttpSettings.Rate(
                        rate.number("per_second").orElse(100),
                        rate.number("burst").orElse(400)));
    }

    private Optional<HttpSettings.Tls> tls(YamlFile file) {
        file.only(List.of("certificate", "key"));
        Optional<String> certificate = file.text("certificate");
        Optional<String> key = file.text("key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigurationException(
                    file.where() + ": 'certificate' and 'key' go together, both are PEM files");
        }
        return certificate.map(path -> new HttpSettings.Tls(expand.apply(path), expand.apply(key.orElseThrow())));
    }

    private Optional<HttpSettings.OAuth> oauth(YamlFile file) {
        file.only(List.of("issuer", "audience", "resource", "jwks_uri", "ca_file", "scopes"));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        URI issuer = url(file, "issuer").orElseThrow(() -> missing(file, "issuer", "https://login.example.org"));
        URI resource = url(file, "resource")
                .orElseThrow(() -> missing(file, "resource", "https://mcp.example.org/mcp, the public URL of /mcp"));
        return Optional.of(new HttpSettings.OAuth(
                issuer,
                file.text("audience").orElse(resource.toString()),
                resource,
                url(file, "jwks_uri"),
                file.text("ca_file").map(expand),
                scopes(file)));
    }

    private static Map<String, Access> scopes(YamlFile file) {
        YamlFile given = file.section("scopes").only(List.of("read", "operate", "admin"));
        Map<String, Access> scopes = new LinkedHashMap<>();
        for (Access access : Access.values()) {
            String name = access.name().toLowerCase(Locale.ROOT);
            List<String> usual = given.isEmpty() ? List.of("proxmox:" + name) : List.of();
            for (String scope : given.has(name) ? given.texts(name) : usual) {
                if (!scope.matches("[!#-\\[\\]-~]+") || scopes.put(scope, access) != null) {
                    throw new ConfigurationException(
                            file.where() + ": '" + scope + "' is not a scope, or is there twice");
                }
            }
        }
        return scopes;
    }

    private static Optional<URI> url(YamlFile file, String key) {
        return file.text(key).map(text -> {
            URI url;
            try {
                url = URI.create(text);
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(file.where() + ": '" + key + "' is not a URL: " + text, e);
            }
            if (!HttpSettings.isTrustworthy(url)) {
                throw new ConfigurationException(file.where() + ": '" + key + "' must be an https URL, not " + text);
            }
            return url;
        });
    }

    private static ConfigurationException missing(YamlFile file, String key, String such) {
        return new ConfigurationException(file.where() + ": '" + key + "' is missing, such as " + such);
    }
}
