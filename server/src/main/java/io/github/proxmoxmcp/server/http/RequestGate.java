package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.auth.Admission;
import io.github.proxmoxmcp.server.auth.PresentedCredentials;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.auth.Verdict;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.metrics.Metrics;
import io.github.proxmoxmcp.server.tool.Access;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Decides who gets in: by what they call us, by the page their script is of, by their credential, and by how much they
/// ask.
final class RequestGate {

    private static final String BEARER = "bearer ";
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
    private static final double FAILURES_PER_SECOND = 1 / 6.0;
    private static final int FAILURES_AT_ONCE = 10;

    private final HttpSettings settings;
    private final Set<String> names;
    private final Access most;
    private final List<PresentedCredentials> credentials;
    private final Metrics metrics;
    private final Optional<ResourceMetadata> resource;
    private final RateLimit requests;
    private final RateLimit failures;

    /// @param most the server's own level
    /// @param resource says who issues tokens, if anybody does
    RequestGate(
            HttpSettings settings,
            Access most,
            List<PresentedCredentials> credentials,
            Metrics metrics,
            Optional<ResourceMetadata> resource,
            LongSupplier nanos) {
        this.settings = settings;
        this.names = names(settings);
        this.most = most;
        this.credentials = credentials;
        this.metrics = metrics;
        this.resource = resource;
        requests = new RateLimit(
                settings.limits().rate().perSecond(), settings.limits().rate().burst(), nanos);
        failures = new RateLimit(FAILURES_PER_SECOND, FAILURES_AT_ONCE, nanos);
    }

    /// Whether the request names us as it should, so that a page of another site cannot reach us through the browser of
    /// somebody who can. Answers it where it does not.
    boolean knows(WebExchange exchange) {
        if (!knowsHost(exchange)) {
            return false;
        }
        if (!exchange.has("Origin")) {
            return true;
        }
        Optional<String> host = exchange.header("Host");
        Optional<String> origin = exchange.header("Origin").filter(given -> mayCall(given, host.orElse("")));
        if (origin.isEmpty()) {
            refuse(exchange, 403, "origin", "Pages of this origin may not call; allowed_origins lists those that may");
            return false;
        }
        exchange.set("Access-Control-Allow-Origin", origin.get());
        exchange.set("Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate");
        exchange.set("Vary", "Origin");
        return true;
    }

    /// Whether the request calls us by a name of ours. Answers it where it does not.
    boolean knowsHost(WebExchange exchange) {
        boolean known = exchange.header("Host").filter(this::isOurs).isPresent();
        if (!known) {
            refuse(exchange, 403, "host", "The Host header names no host of this server; allowed_hosts lists them");
        }
        return known;
    }

    private boolean isOurs(String host) {
        return names.contains("*")
                || names.contains(PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT));
    }

    private static Set<String> names(HttpSettings settings) {
        Stream<String> own = settings.isLoopback()
                ? Stream.of("localhost", "127.0.0.1", "[::1]")
                : Stream.of(settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host());
        return Stream.concat(own, settings.allowedHosts().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean mayCall(String origin, String host) {
        return origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host)
                || settings.allowedOrigins().stream().anyMatch(origin::equalsIgnoreCase);
    }

    /// Lets in whoever has a good credential and asks no more than they may; answers everybody else.
    Optional<Admission> letIn(WebExchange exchange) {
        Optional<Admission> pass = settings.noAuth()
                ? Optional.of(new Admission(Principal.anonymous(most), () -> true))
                : authenticate(exchange);
        return pass.flatMap(known -> letIn(exchange, known));
    }

    /// Lets in somebody whose credential was checked, as long as they ask no more than they may.
    Optional<Admission> letIn(WebExchange exchange, Admission known) {
        Principal principal = known.principal().within(most);
        exchange.isFrom(principal.name());
        if (!requests.take(principal.id())) {
            tooMany(exchange, requests, "rate", "Too many requests of " + principal.name());
            return Optional.empty();
        }
        return Optional.of(new Admission(principal, known.valid()));
    }

    private Optional<Admission> authenticate(WebExchange exchange) {
        Optional<String> bearer = exchange.header("Authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
        if (bearer.isEmpty()) {
            unauthorized(exchange, "missing", "", "Send a bearer token in the Authorization header");
            return Optional.empty();
        }
        return check(exchange, bearer.get());
    }

    /// What a credential opens, wherever in a request it stood; answers where it is not good.
    Optional<Admission> check(WebExchange exchange, String bearer) {
        Optional<PresentedCredentials> kind =
                credentials.stream().filter(one -> one.recognizes(bearer)).findFirst();
        Verdict verdict = kind.map(one -> one.check(bearer))
                .orElseGet(() -> new Verdict.Refused("tokens of this kind are not accepted here"));
        return switch (verdict) {
            case Verdict.Welcome(Admission pass) -> Optional.of(pass);
            case Verdict.Insufficient(String reason) -> {
                challenge(exchange, "insufficient_scope", reason);
                refuse(exchange, 403, "scope", reason);
                yield Optional.empty();
            }
            case Verdict.Unknown(String reason) -> {
                refuse(exchange, 503, "issuer", reason);
                yield Optional.empty();
            }
            case Verdict.Refused(String reason) -> {
                // Only who fails is bounded: behind one address there may be others with a good token. What an attempt
                // costs
                // is bounded elsewhere: a slow hash is for known tokens only, and few at a time.
                if (failures.take(exchange.address())) {
                    unauthorized(exchange, "token", "invalid_token", reason);
                } else {
                    tooMany(exchange, failures, "failed_logins", "Too many failed logins from this address");
                }
                yield Optional.empty();
            }
        };
    }

    private void unauthorized(WebExchange exchange, String why, String error, String reason) {
        challenge(exchange, error, reason);
        refuse(exchange, 401, why, "Unauthorized: " + reason);
    }

    private void challenge(WebExchange exchange, String error, String reason) {
        StringBuilder challenge = new StringBuilder("Bearer realm=\"proxmox-mcp\"");
        if (!error.isEmpty()) {
            challenge.append(", error=\"").append(error).append("\", error_description=\"");
            challenge.append(reason.replaceAll("[^ -!#-\\[\\]-~]", "'")).append('"');
        }
        resource.ifPresent(about -> challenge
                .append(", scope=\"")
                .append(about.scopes())
                .append("\", resource_metadata=\"")
                .append(about.url())
                .append('"'));
        exchange.set("WWW-Authenticate", challenge.toString());
    }

    private void tooMany(WebExchange exchange, RateLimit limit, String why, String message) {
        exchange.set("Retry-After", Long.toString(limit.retryAfter()));
        refuse(exchange, 429, why, message + "; try again later");
    }

    /// The connection is closed, so that it is one less.
    void tooManyConnections(WebExchange exchange, Principal principal) {
        exchange.set("Connection", "close");
        exchange.set("Retry-After", "5");
        refuse(exchange, 429, "connections", "Too many connections of " + principal.name() + "; close some of them");
    }

    private void refuse(WebExchange exchange, int status, String why, String message) {
        metrics.refused(why);
        exchange.refuse(status, message);
    }
}
