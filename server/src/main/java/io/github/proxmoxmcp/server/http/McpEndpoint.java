package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.auth.Admission;
import io.github.proxmoxmcp.server.mcp.Body;
import io.github.proxmoxmcp.server.mcp.JsonRpcError;
import io.github.proxmoxmcp.server.mcp.WebSession;
import io.github.proxmoxmcp.server.mcp.WebSessions;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// MCP's two transports over HTTP: `/mcp`, and `/sse` with `/messages`.
final class McpEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(McpEndpoint.class);

    private static final String SESSION = "Mcp-Session-Id";
    static final String VERSION = "MCP-Protocol-Version";
    private static final int INVALID = -32_600;

    /// An answer that takes longer is sent as a stream, whose keep-alives hold the connection open.
    private static final Duration QUICK = Duration.ofSeconds(3);

    private final WebSessions sessions;
    private final int maxBody;
    private final StatelessEndpoint alone;
    private final Map<String, EventStream> streams = new ConcurrentHashMap<>();

    McpEndpoint(WebSessions sessions, int maxBody) {
        this.sessions = sessions;
        this.maxBody = maxBody;
        this.alone = new StatelessEndpoint(sessions);
    }

    void mcp(WebExchange exchange, Admission pass) throws IOException {
        if (!exchange.method().equals("POST") && StatelessEndpoint.isNamed(exchange)) {
            notAllowed(exchange, "POST");
            return;
        }
        switch (exchange.method()) {
            case "POST" -> post(exchange, pass);
            case "GET" -> listen(exchange, pass);
            case "DELETE" -> delete(exchange, pass);
            default -> notAllowed(exchange, "GET, POST, DELETE");
        }
    }

    /// Whether what the client says of the protocol's version is understood; answers the request if not.
    private static boolean isUnderstood(WebExchange exchange) {
        boolean understood = !exchange.has(VERSION)
                || exchange.header(VERSION)
                        .filter(version -> WebSessions.SESSION_VERSIONS.contains(version)
                                || version.equals(WebSessions.STATELESS_VERSION))
                        .isPresent();
        if (!understood) {
            bad(
                    exchange,
                    400,
                    "MCP-Protocol-Version must be one of " + String.join(", ", WebSessions.SESSION_VERSIONS) + ", "
                            + WebSessions.STATELESS_VERSION);
        }
        return understood;
    }

    private void post(WebExchange exchange, Admission pass) throws IOException {
        if (!accepts(exchange, "application/json") || !accepts(exchange, "text/event-stream")) {
            bad(exchange, 406, "Accept must name application/json and text/event-stream");
            return;
        }
        Optional<Body> body = body(exchange);
        if (body.isEmpty()) {
            return;
        }
        if (!body.get().isMessage()) {
            failed(pass, exchange.header(SESSION), body.get());
            exchange.json(400, body.get().answer());
        } else if (body.get().version().isPresent()) {
            alone.post(exchange, pass, body.get());
        } else if (body.get().isInitialize()) {
            // Its version is in the message, whatever the header says.
            open(exchange, pass, body.get());
        } else if (StatelessEndpoint.isNamed(exchange) && !exchange.has(SESSION)) {
            alone.post(exchange, pass, body.get());
        } else if (isUnderstood(exchange)) {
            Optional<WebSession> session = session(exchange, pass, exchange.header(SESSION));
            if (session.isPresent()) {
                answer(exchange, pass, session.get(), body.get());
            }
        }
    }

    /// Whoever waits for an answer that came in no form shall not wait on.
    private void failed(Admission pass, Optional<String> session, Body body) {
        session.filter(_ -> body.isFailedAnswer())
                .flatMap(id -> sessions.find(id, pass.principal()))
                .filter(found -> found.owner().equals(pass.principal()))
                .ifPresent(found -> {
                    var _ = sessions.receive(found, body, new EventStream());
                });
    }

    private void open(WebExchange exchange, Admission pass, Body body) {
        switch (sessions.open(pass.principal(), body)) {
            case WebSessions.Opening.Opened(WebSession session, String answer) -> {
                exchange.set(SESSION, session.id());
                exchange.json(200, answer);
            }
            case WebSessions.Opening.Full() -> full(exchange);
            case WebSessions.Opening.Bad(String answer) -> exchange.json(400, answer);
        }
    }

    private void answer(WebExchange exchange, Admission pass, WebSession session, Body body) throws IOException {
        EventStream stream = new EventStream();
        Optional<Runnable> abandon = sessions.receive(session, body, stream);
        if (abandon.isEmpty()) {
            exchange.answer(202);
            return;
        }
        boolean answered = false;
        try {
            answered = answer(exchange, pass, stream);
        } finally {
            if (!answered) {
                abandon.get().run();
            }
        }
    }

    /// Tells whether it was answered, or cancelled; else nobody is there any more who should be.
    static boolean answer(WebExchange exchange, Admission pass, EventStream stream) throws IOException {
        Optional<EventStream.Message> first = stream.first(QUICK, exchange::isGone);
        if (first.isPresent() && first.get().answer()) {
            exchange.json(first.get().status(), first.get().json());
        } else if (first.isEmpty() && stream.isOver()) {
            // It was cancelled, and what was cancelled is not answered.
            exchange.answer(202);
        } else if (first.isEmpty() && exchange.isGone()) {
            throw new EOFException("the client has gone");
        } else {
            boolean over = stream.pump(
                    exchange.events(),
                    first,
                    () -> !exchange.isGone() && pass.valid().getAsBoolean(),
                    true);
            exchange.end();
            return over;
        }
        return true;
    }

    private void listen(WebExchange exchange, Admission pass) throws IOException {
        if (!exchange.has(SESSION)) {
            // What clients that try take for: not before initialize.
            notAllowed(exchange, "POST");
            return;
        }
        if (!isUnderstood(exchange)) {
            return;
        }
        if (!accepts(exchange, "text/event-stream")) {
            bad(exchange, 406, "Accept must name text/event-stream");
            return;
        }
        Optional<WebSession> session = session(exchange, pass, exchange.header(SESSION));
        if (session.isPresent()) {
            EventStream stream = new EventStream();
            // The newer stream takes over from the older, whose client has most likely gone.
            Optional.ofNullable(streams.put(session.get().id(), stream)).ifPresent(EventStream::end);
            follow(exchange, pass, session.get(), stream);
        }
    }

    private void follow(WebExchange exchange, Admission pass, WebSession session, EventStream stream)
            throws IOException {
        Runnable gone = session.listen(stream);
        try {
            boolean _ = stream.pump(
                    exchange.events(),
                    Optional.empty(),
                    () -> !exchange.isGone() && pass.valid().getAsBoolean(),
                    false);
            exchange.end();
        } finally {
            stream.end();
            streams.remove(session.id(), stream);
            gone.run();
        }
    }

    private void delete(WebExchange exchange, Admission pass) {
        if (!isUnderstood(exchange)) {
            return;
        }
        session(exchange, pass, exchange.header(SESSION)).ifPresent(session -> {
            sessions.end(session);
            Optional.ofNullable(streams.get(session.id())).ifPresent(EventStream::end);
            exchange.answer(204);
        });
    }

    /// The older transport: one stream of events for all answers, whose first event says where to send messages to.
    ///
    /// Clients that know only the newer transport are told this address too, and speak that one here.
    void sse(WebExchange exchange, Admission pass) throws IOException {
        if (!exchange.method().equals("GET") || exchange.has(SESSION)) {
            mcp(exchange, pass);
            return;
        }
        EventStream stream = new EventStream();
        Optional<WebSession> session = sessions.openSse(pass.principal(), stream);
        if (session.isEmpty()) {
            full(exchange);
            return;
        }
        streams.put(session.get().id(), stream);
        try {
            EventStream.event(
                    exchange.events(),
                    "endpoint",
                    "/messages?sessionId=" + session.get().id());
            follow(exchange, pass, session.get(), stream);
        } finally {
            sessions.end(session.get());
        }
    }

    void messages(WebExchange exchange, Admission pass) throws IOException {
        if (!exchange.method().equals("POST")) {
            notAllowed(exchange, "POST");
            return;
        }
        Optional<WebSession> session = session(exchange, pass, exchange.query("sessionId"));
        Optional<EventStream> stream = session.map(WebSession::id).map(streams::get);
        Optional<Body> body = stream.isEmpty() ? Optional.empty() : body(exchange);
        if (body.isPresent() && !body.get().isMessage()) {
            failed(pass, exchange.query("sessionId"), body.get());
            exchange.json(400, body.get().answer());
        } else if (body.isPresent()) {
            // The stream that it will be answered on tells whether somebody is there.
            var _ = sessions.receive(
                    session.orElseThrow(), body.get(), stream.orElseThrow().lasting());
            exchange.answer(202);
        } else if (session.isPresent() && stream.isEmpty()) {
            bad(exchange, 404, "This session is not one of /sse");
        }
    }

    /// Ends every stream, so that their clients know.
    void close() {
        streams.values().forEach(EventStream::end);
    }

    /// The session, if it is this principal's; answers the request if not.
    private Optional<WebSession> session(WebExchange exchange, Admission pass, Optional<String> id) {
        if (id.isEmpty()) {
            bad(exchange, 400, "The session's id is missing: begin with initialize, then send it with each request");
            return Optional.empty();
        }
        Optional<WebSession> session = sessions.find(id.get(), pass.principal());
        if (session.isPresent() && !session.get().owner().equals(pass.principal())) {
            LOG.warn(
                    "{} at {} asked for a session of {}",
                    pass.principal().name(),
                    exchange.address(),
                    session.get().owner().name());
            session = Optional.empty();
        }
        if (session.isEmpty()) {
            bad(exchange, 404, "There is no such session (any more): start again with initialize");
        }
        return session;
    }

    private Optional<Body> body(WebExchange exchange) throws IOException {
        String type = exchange.header("Content-Type").orElse("").replaceFirst("\\s*;.*", "");
        if (!type.equalsIgnoreCase("application/json")) {
            bad(exchange, 415, "Content-Type must be application/json");
            return Optional.empty();
        }
        if (exchange.has("Content-Encoding")) {
            bad(exchange, 415, "The body must not be compressed: send it without Content-Encoding");
            return Optional.empty();
        }
        Optional<String> text = exchange.body(maxBody);
        if (text.isEmpty()) {
            bad(exchange, 413, "The message is too long: the limit is " + maxBody + " bytes");
        }
        Optional<Body> body = text.map(Body::read);
        body.map(Body::method)
                .filter(method -> method.matches("[A-Za-z/_]{1,60}"))
                .ifPresent(exchange::asks);
        return body;
    }

    private static boolean accepts(WebExchange exchange, String type) {
        String accept = exchange.list("Accept");
        return accept.isEmpty() || accept.contains("*/*") || accept.contains(type);
    }

    private static void notAllowed(WebExchange exchange, String methods) {
        exchange.set("Allow", methods);
        bad(exchange, 405, "Only " + methods + " here");
    }

    private static void full(WebExchange exchange) {
        exchange.set("Retry-After", "30");
        bad(exchange, 503, "There are too many sessions; try again later");
    }

    private static void bad(WebExchange exchange, int status, String message) {
        exchange.json(status, JsonRpcError.of(INVALID, message));
    }
}
