package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.auth.Admission;
import io.github.proxmoxmcp.server.mcp.Body;
import io.github.proxmoxmcp.server.mcp.WebSessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Requests over HTTP that stand alone (revision 2026-07-28). What their headers repeat of them is compared: whoever
/// routes or limits by a header shall not be told one thing, and the server another.
final class StatelessEndpoint {

    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";
    private static final Pattern ENCODED = Pattern.compile("=\\?base64\\?(.*)\\?=");

    private final WebSessions sessions;

    StatelessEndpoint(WebSessions sessions) {
        this.sessions = sessions;
    }

    /// Whether the header says that a request is of this revision.
    static boolean isNamed(WebExchange exchange) {
        return exchange.header(McpEndpoint.VERSION)
                .filter(WebSessions.STATELESS_VERSION::equals)
                .isPresent();
    }

    void post(WebExchange exchange, Admission pass, Body body) throws IOException {
        if (!body.isRequest()) {
            // Closing the connection is how a request is cancelled here; there is nothing else to be told.
            exchange.answer(202);
            return;
        }
        Optional<String> problem = mismatch(exchange, body);
        if (problem.isPresent()) {
            exchange.json(400, body.headerMismatch(problem.get()));
            return;
        }
        EventStream stream = new EventStream();
        Runnable abandon = sessions.answer(pass.principal(), body, stream);
        boolean answered = false;
        try {
            answered = McpEndpoint.answer(exchange, pass, stream);
        } finally {
            if (!answered) {
                abandon.run();
            }
        }
    }

    /// What the headers and the body do not agree in. A body without a version, or of another one, has its own answer.
    private static Optional<String> mismatch(WebExchange exchange, Body body) {
        if (body.version().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> version =
                differs(exchange, McpEndpoint.VERSION, body.version().get());
        if (version.isPresent() || !body.version().get().equals(WebSessions.STATELESS_VERSION)) {
            return version;
        }
        return differs(exchange, METHOD, body.method())
                .or(() -> body.name().flatMap(name -> differsInName(exchange, name)));
    }

    private static Optional<String> differs(WebExchange exchange, String header, String value) {
        return exchange.header(header).filter(value::equals).isPresent()
                ? Optional.empty()
                : Optional.of(header + " must stand there once and say what the body says");
    }

    private static Optional<String> differsInName(WebExchange exchange, String name) {
        return exchange.header(NAME)
                        .flatMap(StatelessEndpoint::decoded)
                        .filter(name::equals)
                        .isPresent()
                ? Optional.empty()
                : Optional.of(NAME + " must stand there once and say what the body says: 'name' or 'uri'");
    }

    /// What is not plain ASCII comes in Base64.
    private static Optional<String> decoded(String value) {
        Matcher encoded = ENCODED.matcher(value);
        if (!encoded.matches()) {
            return Optional.of(value);
        }
        try {
            return Optional.of(new String(Base64.getDecoder().decode(encoded.group(1)), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
