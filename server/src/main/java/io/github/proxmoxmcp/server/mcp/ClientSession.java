package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.tool.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client that introduces itself with `initialize`, whatever the transport: what it may ask for, what it is being
/// answered, what it was asked, and what it subscribed to.
final class ClientSession {

    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    private static final Set<String> LEVELS =
            Set.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

    /// What it takes an introduction to ask for; anything else is simply not there.
    private static final List<String> INTRODUCED =
            List.of("tools/", "resources/", "prompts/", "completion/", "logging/");

    private final String id = UUID.randomUUID().toString();
    private final Methods methods;
    private final ServerIdentity identity;
    private final Optional<Principal> principal;
    private final InFlight running;
    private final ClientRequests questions = new ClientRequests(id);
    private final SessionSubscriptions subscriptions;
    private volatile Optional<Introduction> introduction = Optional.empty();
    private volatile Optional<Outlet> listening = Optional.empty();

    /// @param principal who calls over the network; empty: somebody on this machine
    /// @param running what is being answered, where others look at it too
    ClientSession(Methods methods, ServerIdentity identity, Optional<Principal> principal, InFlight running) {
        this.methods = methods;
        this.identity = identity;
        this.principal = principal;
        this.running = running;
        subscriptions = new SessionSubscriptions(methods, this::changed);
    }

    String id() {
        return id;
    }

    InFlight running() {
        return running;
    }

    SessionSubscriptions subscriptions() {
        return subscriptions;
    }

    /// Sends what belongs to no request to this outlet from now on.
    void listen(Outlet outlet) {
        listening = Optional.of(outlet);
    }

    private void changed(String uri) {
        // Where nobody listens there is nobody to tell; perhaps the stream is another process's.
        listening.ifPresent(outlet -> outlet.send(Messages.notification(Messages.UPDATED, Map.of("uri", uri)), false));
    }

    /// Takes the client's introduction; returns what it is answered with.
    Map<String, Object> introduce(Introduction client) {
        introduction = Optional.of(client);
        return identity.introduction(client);
    }

    /// Handles a message. The outlet ends when a request is answered, or was cancelled; for other messages it is not
    /// used.
    ///
    /// @return what to run when the client has gone and will not see the answer; empty: the message was no request
    Optional<Runnable> receive(Incoming message, Outlet outlet) {
        if (message instanceof Incoming.Request request) {
            return Optional.of(request(request, outlet));
        }
        if (message instanceof Incoming.Reply reply) {
            questions.answered(reply);
        } else if (message instanceof Incoming.Malformed bad) {
            bad.failed().ifPresent(questions::answered);
        } else if (message instanceof Incoming.Notification notification
                && notification.method().equals(Messages.CANCELLED)) {
            running.cancel(notification.params());
        }
        return Optional.empty();
    }

    private Runnable request(Incoming.Request request, Outlet outlet) {
        Optional<String> atOnce = atOnce(request);
        if (atOnce.isPresent()) {
            outlet.send(atOnce.get(), true);
            outlet.end();
            return () -> {};
        }
        Runnable cancel = running.start(request.id(), outlet, () -> new InFlight.Answer(answer(request, outlet)));
        // What acts goes on: a connection that broke takes nothing back that was sent to the cluster.
        return Calls.onlyReads(methods, request) ? cancel : () -> {};
    }

    /// The answer to what needs no thought, and to what comes too early.
    private Optional<String> atOnce(Incoming.Request request) {
        try {
            if (request.method().equals(Messages.INITIALIZE)) {
                return Optional.of(Messages.result(request.id(), introduce(Introduction.of(request.params()))));
            }
            if (request.method().equals(Messages.PING)) {
                return Optional.of(Messages.result(request.id(), Map.of()));
            }
            requireIntroduced(request.method());
            return methods.isReady(request.method()) ? Optional.of(answer(request, Calls.NOWHERE)) : Optional.empty();
        } catch (JsonRpcError e) {
            return Optional.of(e.answer(request.id()));
        }
    }

    /// What an older server does not know it answers so, and newer clients go on with `initialize` then.
    private void requireIntroduced(String method) {
        if (introduction.isEmpty()) {
            throw INTRODUCED.stream().anyMatch(method::startsWith)
                    ? new JsonRpcError(JsonRpcError.INVALID_REQUEST, "Not initialized: send initialize first")
                    : JsonRpcError.unknownMethod(method);
        }
    }

    private String answer(Incoming.Request request, Outlet outlet) {
        return Calls.answered(request.id(), () -> switch (request.method()) {
            case "logging/setLevel" -> level(request.params());
            case "resources/subscribe" -> {
                subscriptions.subscribe(address(request));
                yield Map.of();
            }
            case "resources/unsubscribe" -> {
                subscriptions.unsubscribe(address(request));
                yield Map.of();
            }
            default ->
                methods.answer(request.method(), request.params(), new Asking(introduction.orElseThrow(), outlet));
        });
    }

    /// Nothing is logged to clients; those that say what they want to see of it are not refused.
    private static Map<String, Object> level(Map<String, @Nullable Object> params) {
        if (!LEVELS.contains(Messages.text(params, "level").orElse(""))) {
            throw new JsonRpcError(
                    JsonRpcError.INVALID_PARAMS, "logging/setLevel needs 'level', one of " + String.join(", ", LEVELS));
        }
        return Map.of();
    }

    private static String address(Incoming.Request request) {
        return Messages.text(request.params(), "uri")
                .filter(uri -> !uri.isEmpty())
                .orElseThrow(() -> new JsonRpcError(JsonRpcError.INVALID_PARAMS, request.method() + " needs 'uri'"));
    }

    void end() {
        running.cancelAll();
        subscriptions.end();
        questions.end();
        listening.ifPresent(Outlet::end);
    }

    /// The client of one request.
    private final class Asking implements Client {

        private final Introduction client;
        private final Outlet outlet;

        Asking(Introduction client, Outlet outlet) {
            this.client = client;
            this.outlet = outlet;
        }

        @Override
        public String name() {
            return client.name();
        }

        @Override
        public Optional<Principal> principal() {
            return principal;
        }

        @Override
        public void tell(String method, Map<String, Object> params) {
            outlet.send(Messages.notification(method, params), false);
        }

        @Override
        public Map<?, ?> ask(String key, String method, Map<String, Object> params) {
            LOG.debug("{} is asked: {}", client.name(), method);
            return questions.ask(method, params, outlet);
        }

        @Override
        public Caller.Human human() {
            return Elicitation.waiting(this, client.capabilities());
        }

        @Override
        public Optional<String> askedAbout() {
            return Optional.empty();
        }
    }
}
