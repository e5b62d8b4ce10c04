package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.persistence.session.SessionStore;
import io.github.proxmoxmcp.persistence.session.StoredSession;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.tool.Access;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// All clients over HTTP: those with sessions, and those whose requests stand alone. Its access level decides what a
/// principal can see.
public final class WebSessions {

    /// The versions of the protocol that have sessions.
    public static final List<String> SESSION_VERSIONS = ServerIdentity.SESSION_VERSIONS;

    /// The version in which each request stands alone.
    public static final String STATELESS_VERSION = ServerIdentity.STATELESS_VERSION;

    /// How long one that was ended in another process may still be answered here.
    private static final Duration CONFIRMATION = Duration.ofSeconds(1);

    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Function<Access, Methods> maker;
    private final ServerIdentity identity;
    private final InFlight alone = new InFlight();
    private final StatelessService stateless;
    private final Limits limits;
    private final InstantSource clock;
    private final StoredWebSessions kept;
    private final Map<Access, Methods> methods = new ConcurrentHashMap<>();
    private final Map<String, WebSession> sessions = new ConcurrentHashMap<>();

    /// How many sessions there may be, and how long one that is not used lives.
    public record Limits(int most, Duration idle) {}

    WebSessions(
            Function<Access, Methods> maker,
            ServerIdentity identity,
            RequestStates states,
            Supplier<SessionStore> store,
            Limits limits,
            InstantSource clock) {
        this.maker = maker;
        this.identity = identity;
        this.stateless = new StatelessService(caller -> methods(caller.orElseThrow()), identity, states, alone);
        this.kept = new StoredWebSessions(store, clock);
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

    /// Opens a session over streamable HTTP with its `initialize`.
    public Opening open(Principal owner, Body body) {
        Optional<Incoming.Request> request = body.request().filter(_ -> body.isInitialize());
        if (request.isEmpty()) {
            return new Opening.Bad(
                    body.isMessage()
                            ? JsonRpcError.of(JsonRpcError.INVALID_REQUEST, "Begin with an initialize request")
                            : body.answer());
        }
        if (!makeRoom(owner)) {
            return new Opening.Full();
        }
        try {
            Introduction introduction = Introduction.of(request.get().params());
            ClientSession client = client(owner);
            String answer = Messages.result(request.get().id(), client.introduce(introduction));
            WebSession session = streamable(client.id(), owner, client);
            kept.add(session, introduction);
            return new Opening.Opened(session, answer);
        } catch (JsonRpcError e) {
            return new Opening.Bad(e.answer(request.get().id()));
        }
    }

    private ClientSession client(Principal owner) {
        return new ClientSession(methods(owner), identity, Optional.of(owner), new InFlight());
    }

    private WebSession streamable(String id, Principal owner, ClientSession client) {
        client.subscriptions().keep(kept.of(id));
        WebSession session = new WebSession(id, owner, client, true, clock.instant());
        sessions.put(id, session);
        return session;
    }

    /// Opens a session of the older transport, all of whose answers go to the outlet.
    public Optional<WebSession> openSse(Principal owner, Outlet outlet) {
        if (!makeRoom(owner)) {
            return Optional.empty();
        }
        ClientSession client = client(owner);
        client.listen(outlet);
        WebSession session = new WebSession(client.id(), owner, client, false, clock.instant());
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
        ClientSession client = client(caller);
        client.introduce(Introduction.read(one.introduction()));
        return Optional.of(streamable(one.id(), caller, client));
    }

    /// Handles a message or a failed answer; see [WebSession#receive].
    public Optional<Runnable> receive(WebSession session, Body body, Outlet outlet) {
        return session.receive(body.message(), outlet, clock.instant());
    }

    /// Answers a request that stands alone to the outlet, in whatever process it arrives.
    ///
    /// @return what to run when the client has gone and will not see the answer
    public Runnable answer(Principal caller, Body body, Outlet outlet) {
        return stateless.receive(body.request().orElseThrow(), Optional.of(caller), outlet);
    }

    /// Ends a session, in every process.
    public void end(WebSession session) {
        release(session);
        kept.end(session);
    }

    /// Knows no more of a session, which others may go on with.
    private void release(WebSession session) {
        sessions.remove(session.id());
        session.client().end();
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
                    .ifPresent(all -> listening.forEach(
                            session -> session.client().subscriptions().set(all.getOrDefault(session.id(), Set.of()))));
        }
    }

    /// Lets what is being answered end, for a while, and then every session here, which others may go on with.
    public void close() {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        stateless.close();
        int _ = alone.drain(DRAIN);
        for (WebSession session : sessions.values()) {
            session.client().running().drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
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

    private Methods methods(Principal owner) {
        return methods.computeIfAbsent(owner.access(), maker);
    }
}
