package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.tool.Caller;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers requests of the revision 2026-07-28, each of which says all that there is to know of its client: nothing of
/// one is remembered for the next.
final class StatelessService {

    private static final Logger LOG = LoggerFactory.getLogger(StatelessService.class);

    static final String DISCOVER = "server/discover";

    /// What is listed is of the server's configuration; what is read is of the cluster's state.
    private static final Map<String, Duration> FRESH = Map.of(
            DISCOVER,
            Duration.ofHours(1),
            Listings.TOOLS,
            Duration.ofHours(1),
            Listings.PROMPTS,
            Duration.ofHours(1),
            Listings.TEMPLATES,
            Duration.ofHours(1),
            Listings.RESOURCES,
            Duration.ofHours(1),
            "resources/read",
            Duration.ofSeconds(5));

    private final Function<Optional<Principal>, Methods> methods;
    private final ServerIdentity identity;
    private final RequestStates states;
    private final InFlight running;
    private final Listeners listeners = new Listeners();

    /// @param methods those of a caller
    /// @param running what is being answered, where others look at it too
    StatelessService(
            Function<Optional<Principal>, Methods> methods,
            ServerIdentity identity,
            RequestStates states,
            InFlight running) {
        this.methods = methods;
        this.identity = identity;
        this.states = states;
        this.running = running;
    }

    /// Whether a message is of this revision, by what it says itself.
    static boolean concerns(Incoming message) {
        return message instanceof Incoming.Request request
                && RequestMeta.version(request.params()).isPresent();
    }

    /// Answers a request to the outlet, which ends then, or when it was cancelled.
    ///
    /// @return what to run when the client has gone and will not see the answer
    Runnable receive(Incoming.Request request, Optional<Principal> principal, Outlet outlet) {
        try {
            RequestMeta meta = RequestMeta.of(request.params());
            Methods known = methods.apply(principal);
            if (request.method().equals(DISCOVER)) {
                return atOnce(outlet, complete(request, identity.discovery(meta)), 200);
            }
            if (known.isReady(request.method())) {
                return atOnce(outlet, complete(request, known.answer(request.method(), Map.of(), Nobody.ONE)), 200);
            }
            Runnable cancel =
                    running.start(request.id(), outlet, () -> answered(request, meta, known, principal, outlet));
            return Calls.onlyReads(known, request) ? cancel : () -> {};
        } catch (JsonRpcError e) {
            return atOnce(outlet, e.answer(request.id()), e.status());
        }
    }

    private static Runnable atOnce(Outlet outlet, String answer, int status) {
        outlet.answer(answer, status);
        outlet.end();
        return () -> {};
    }

    /// The outer edge of every request: an answer, or an error in words.
    private InFlight.Answer answered(
            Incoming.Request request, RequestMeta meta, Methods known, Optional<Principal> principal, Outlet outlet) {
        try {
            if (request.method().equals(Listeners.METHOD)) {
                return new InFlight.Answer(complete(request, listeners.listen(request, known, principal, outlet)));
            }
            String caller = principal.map(Principal::id).orElse(Caller.LOCAL);
            Client client = new StatelessClient(
                    meta, principal, outlet, states.open(request, caller), RequestStates.responses(request));
            try {
                return new InFlight.Answer(complete(request, known.answer(request.method(), request.params(), client)));
            } catch (InputRequired e) {
                return new InFlight.Answer(asking(request, caller, e));
            }
        } catch (JsonRpcError e) {
            JsonRpcError told = e.code() == JsonRpcError.RESOURCE_NOT_FOUND
                    ? new JsonRpcError(
                            JsonRpcError.INVALID_PARAMS,
                            String.valueOf(e.getMessage()),
                            Map.of("uri", Messages.text(request.params(), "uri").orElse("")))
                    : e;
            return new InFlight.Answer(told.answer(request.id()), told.status());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} failed", request.method(), e);
            return new InFlight.Answer(JsonRpcError.internal().answer(request.id()));
        }
    }

    private String complete(Incoming.Request request, Object result) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("resultType", "complete");
        Optional.ofNullable(FRESH.get(request.method())).ifPresent(time -> {
            more.put("ttlMs", time.toMillis());
            // Whoever has other rights sees other tools, and another part of the cluster.
            more.put("cacheScope", "private");
        });
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put(RequestMeta.SERVER, identity.info());
        if (request.method().equals(Listeners.METHOD)) {
            meta.put(RequestMeta.SUBSCRIPTION, request.id());
        }
        more.put("_meta", meta);
        // What is listed stands written already, and is taken as it is.
        String body = Json.write(result);
        String end = Json.write(more).substring(1);
        String joined = body.length() == 2 ? "{" + end : body.substring(0, body.length() - 1) + "," + end;
        return Messages.result(request.id(), new Json.Written(joined));
    }

    private String asking(Incoming.Request request, String caller, InputRequired question) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("resultType", "input_required");
        result.put("inputRequests", question.requests());
        result.put("requestState", states.seal(request, caller, question.about()));
        result.put("_meta", Map.of(RequestMeta.SERVER, identity.info()));
        return Messages.result(request.id(), result);
    }

    /// Ends what would not end by itself, each with its answer.
    void close() {
        listeners.close();
    }

    /// For lists that are there already: nobody needs to be known for them.
    private enum Nobody implements Client {
        ONE;

        @Override
        public Optional<Principal> principal() {
            return Optional.empty();
        }

        @Override
        public void tell(String method, Map<String, Object> params) {
            throw new IllegalStateException("nothing is told during this answer");
        }

        @Override
        public Map<?, ?> ask(String key, String method, Map<String, Object> params) {
            throw new NoReply("nobody is asked during this answer");
        }

        @Override
        public Caller.Human human() {
            return (_, _) -> Caller.Human.Reply.UNSUPPORTED;
        }

        @Override
        public Optional<String> askedAbout() {
            return Optional.empty();
        }
    }
}
