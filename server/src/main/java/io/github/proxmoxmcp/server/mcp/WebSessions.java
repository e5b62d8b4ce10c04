package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.persistence.session.SessionStore;
import io.github.proxmoxmcp.persistence.session.StoredSession;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.tool.Access;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// All sessions over HTTP, with an SDK server for each access level that is in use: its level decides what a principal
/// can see.
public final class WebSessions {

    /// The versions of the protocol that a request may say it speaks.
    public static final List<String> PROTOCOL_VERSIONS = List.of(
            ProtocolVersions.MCP_2024_11_05,
            ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18,
            ProtocolVersions.MCP_2025_11_25);

    /// How long one that was ended in another process may still be answered here.
    private static final Duration CONFIRMATION = Duration.ofSeconds(1);

    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final McpJsonMapper json = McpJson.MAPPER;
    private final Function<Access, WebLevel> maker;
    private final Limits limits;
    private final InstantSource clock;
    private final StoredWebSessions kept;
    private final Map<Access, WebLevel> levels = new EnumMap<>(Access.class);
    private final Map<String, WebSession> sessions = new ConcurrentHashMap<>();

    /// How many sessions there may be, and how long one that is not used lives.
    public record Limits(int most, Duration idle) {}

    WebSessions(Function<Access, WebLevel> maker, Supplier<SessionStore> store, Limits limits, InstantSource clock) {
        this.maker = maker;
        this.kept = new StoredWebSessions(store, json, clock);
        this.limits = limits;
        this.clock = clock;
    }

    /// What a message that begins a session or is no message at all is answered with.
    public sealed interface Opening {

        /// A session was opened; `answer` introduces the server.
        record Opened(WebSession session, String answer) implements Opening {}

        /// There are too many sessions, and none of this principal's can go.
        record Full() implements Opening {}

        /// The message is a JSON-RPC error's fault: malformed, or not `initialize`.
        record Bad(String answer) implements Opening {}
    }

    /// A body as JSON-RPC: a message, or the error that answers it.
    public Body read(String text) {
        Incoming incoming = Incoming.read(json, new LineReader.Line(text, false));
        if (incoming instanceof Incoming.Malformed bad) {
            return new Body(Optional.empty(), bad.failed(), bad.answer());
        }
        return incoming instanceof Incoming.Message message
                ? new Body(Optional.of(message), Optional.empty(), "")
                : new Body(Optional.empty(), Optional.empty(), invalid("The body is empty"));
    }

    private static String invalid(String problem) {
        return JsonRpcError.of(McpSchema.ErrorCodes.INVALID_REQUEST, problem);
    }

    /// What was sent: a message, or else the error that answers it.
    public static final class Body {

        private final Optional<Incoming.Message> message;
        private final Optional<JSONRPCResponse> failed;
        private final String answer;

        private Body(Optional<Incoming.Message> message, Optional<JSONRPCResponse> failed, String answer) {
            this.message = message;
            this.failed = failed;
            this.answer = answer;
        }

        public boolean isMessage() {
            return message.isPresent();
        }

        /// Whether it is no message, but was meant to answer a request of ours, which thereby got no answer.
        public boolean isFailedAnswer() {
            return failed.isPresent();
        }

        /// The JSON-RPC error, where it is no message.
        public String answer() {
            return answer;
        }

        public boolean isInitialize() {
            return method().equals(McpSchema.METHOD_INITIALIZE);
        }

        /// The method of a request or notification, and the tool it calls, for the log; empty for the rest.
        public String method() {
            return message.map(Incoming.Message::message)
                    .map(content -> switch (content) {
                        case JSONRPCRequest request -> request.method();
                        case McpSchema.JSONRPCNotification notification -> notification.method();
                        default -> "";
                    })
                    .orElse("");
        }
    }

    /// The error that answers `server/discover`, which this server does not know.
    public Optional<String> notThere(Body body) {
        return body.message
                .map(Incoming.Message::message)
                .filter(JSONRPCRequest.class::isInstance)
                .map(JSONRPCRequest.class::cast)
                .filter(request -> request.method().equals("server/discover"))
                .map(request -> write(JSONRPCResponse.error(
                        request.id(),
                        new JSONRPCResponse.JSONRPCError(
                                McpSchema.ErrorCodes.METHOD_NOT_FOUND, "Method not found: server/discover", null))));
    }

    /// Opens a session over streamable HTTP with its `initialize`.
    public Opening open(Principal owner, Body body) {
        if (!body.isMessage()
                || !(body.message.orElseThrow().message() instanceof JSONRPCRequest request)
                || !body.isInitialize()) {
            return new Opening.Bad(body.isMessage() ? invalid("Begin with an initialize request") : body.answer());
        }
        if (!makeRoom(owner)) {
            return new Opening.Full();
        }
        Optional<InitializeRequest> introduction = introduction(request);
        if (introduction.isEmpty()) {
            return new Opening.Bad(write(JSONRPCResponse.error(
                    request.id(),
                    new JSONRPCResponse.JSONRPCError(
                            McpSchema.ErrorCodes.INVALID_PARAMS,
                            "initialize needs 'protocolVersion', 'capabilities' and 'clientInfo'",
                            null))));
        }
        WebLevel.Started started = level(owner)
                .startStreamable(owner, Optional.empty(), request, introduction.get(), kept, clock.instant());
        kept.add(started.session(), introduction.get());
        sessions.put(started.session().id(), started.session());
        return new Opening.Opened(
                started.session(), write(JSONRPCResponse.result(request.id(), started.introduction())));
    }

    /// The SDK puts values of its own in place of what is missing.
    private Optional<InitializeRequest> introduction(JSONRPCRequest request) {
        boolean complete = request.params() instanceof Map<?, ?> given
                && given.get("protocolVersion") instanceof String
                && given.get("capabilities") instanceof Map
                && given.get("clientInfo") instanceof Map<?, ?> client
                && client.get("name") instanceof String;
        try {
            return complete
                    ? Optional.of(json.convertValue(request.params(), new TypeRef<InitializeRequest>() {}))
                    : Optional.empty();
        } catch (RuntimeException _) {
            // Whatever Jackson has against it, the answer says what is needed.
            return Optional.empty();
        }
    }

    /// Opens a session of the older transport, all of whose answers go to the outlet.
    public Optional<WebSession> openSse(Principal owner, Outlet outlet) {
        if (!makeRoom(owner)) {
            return Optional.empty();
        }
        WebSession session = level(owner).startSse(owner, outlet, clock.instant());
        sessions.put(session.id(), session);
        return Optional.of(session);
    }

    /// The session of this id, whoever it belongs to; one that another process has opened is only found by its owner.
    public Optional<WebSession> find(String id, Principal caller) {
        WebSession here = sessions.get(id);
        if (here == null) {
            return kept.find(id, caller, clock.instant().minus(limits.idle())).flatMap(one -> takeUp(one, caller));
        }
        Instant now = clock.instant();
        if (here.isUnconfirmedSince(now.minus(CONFIRMATION), now) && kept.hasEnded(id)) {
            release(here);
            return Optional.empty();
        }
        return Optional.of(here);
    }

    /// Goes on with a session of another process, or of one that this one replaces.
    private synchronized Optional<WebSession> takeUp(StoredSession one, Principal caller) {
        WebSession other = sessions.get(one.id());
        if (other != null || !makeRoom(caller)) {
            return Optional.ofNullable(other);
        }
        InitializeRequest introduction = kept.introduction(one);
        JSONRPCRequest request = new JSONRPCRequest(McpSchema.METHOD_INITIALIZE, "taken-up", introduction);
        WebSession session = level(caller)
                .startStreamable(caller, Optional.of(one.id()), request, introduction, kept, clock.instant())
                .session();
        sessions.put(one.id(), session);
        return Optional.of(session);
    }

    /// Handles a message or a failed answer; see [WebSession#receive].
    public Optional<Runnable> receive(WebSession session, Body body, Outlet outlet) {
        session.touch(clock.instant());
        return session.receive(body.message.map(Incoming.Message::message).orElseGet(body.failed::orElseThrow), outlet);
    }

    /// Ends a session, in every process.
    public void end(WebSession session) {
        release(session);
        kept.end(session);
    }

    /// Knows no more of a session, which others may go on with.
    private void release(WebSession session) {
        sessions.remove(session.id());
        session.end();
    }

    public int size() {
        return sessions.size();
    }

    /// Ends what nobody used for long, here or in any process.
    public void sweep() {
        Instant limit = clock.instant().minus(limits.idle());
        sessions.values().stream().filter(session -> session.isIdleSince(limit)).forEach(this::release);
        kept.used(sessions.values());
        kept.endUnused(limit);
    }

    /// Subscribes for those who listen here to what they subscribed to elsewhere.
    public void follow() {
        List<WebSession> listening = sessions.values().stream()
                .filter(session -> session.isKept() && session.isListening())
                .toList();
        if (!listening.isEmpty()) {
            kept.subscriptions()
                    .ifPresent(all ->
                            listening.forEach(session -> session.subscribe(all.getOrDefault(session.id(), Set.of()))));
        }
    }

    /// Lets what is being answered end, for a while, and then every session here, which others may go on with.
    public void close() {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        for (WebSession session : sessions.values()) {
            session.inFlight().drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        kept.used(sessions.values());
        sessions.values().forEach(this::release);
    }

    /// One principal does not fill the room: whoever has their share loses the session that they have not used for
    /// longest, and where there is no room, whoever has most of them does.
    private synchronized boolean makeRoom(Principal owner) {
        if (sessionsOf(owner).size() >= share(owner)) {
            oldestIdle(sessionsOf(owner)).ifPresent(this::end);
        }
        if (sessions.size() >= limits.most()) {
            sweep();
        }
        if (sessions.size() >= limits.most()) {
            Map<String, List<WebSession>> byOwner = sessions.values().stream()
                    .collect(Collectors.groupingBy(one -> one.owner().id()));
            byOwner.values().stream()
                    .max(Comparator.comparingInt(List::size))
                    .flatMap(this::oldestIdle)
                    .ifPresent(this::end);
        }
        return sessions.size() < limits.most() && sessionsOf(owner).size() < share(owner);
    }

    /// Where nobody is asked who they are, all are one.
    private int share(Principal owner) {
        return owner.equals(Principal.anonymous(owner.access())) ? limits.most() : limits.most() - limits.most() / 4;
    }

    private List<WebSession> sessionsOf(Principal owner) {
        return sessions.values().stream()
                .filter(session -> session.owner().id().equals(owner.id()))
                .toList();
    }

    private Optional<WebSession> oldestIdle(List<WebSession> some) {
        Instant now = clock.instant();
        return some.stream()
                .filter(session -> session.isIdleSince(now))
                .min(Comparator.comparing(WebSession::lastUsed));
    }

    private WebLevel level(Principal owner) {
        synchronized (levels) {
            return levels.computeIfAbsent(owner.access(), maker);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
