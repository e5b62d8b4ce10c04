package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.Reason;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.Credentials;
import io.github.proxmoxmcp.client.connection.UserPassword;
import io.github.proxmoxmcp.client.http.Request.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The headers that say who asks. A token is the same each time; with a password they come from a login, whose ticket
/// is valid for two hours on all nodes of the cluster.
final class Session {

    private static final Duration RENEWED_AFTER = Duration.ofMinutes(90);
    private static final Request.Method LOGIN = Request.Method.POST;

    private record Ticket(String cookie, String csrf, Instant since) {}

    private final Credentials credentials;
    private final InstantSource clock;
    private Optional<Ticket> ticket = Optional.empty();

    Session(Credentials credentials, InstantSource clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /// The headers of a request.
    ///
    /// @param send sends the login, should one be needed, and returns the answer
    Map<String, String> headers(Request request, Function<Request, byte[]> send) {
        return switch (credentials) {
            case ApiToken token -> Map.of("Authorization", token.authorization());
            case UserPassword user -> headers(request, ticket(user, send));
        };
    }

    /// What to do about a 401: whether another login may help. The headers are those that were refused.
    synchronized boolean refused(Map<String, String> headers) {
        String cookie = headers.get("Cookie");
        if (cookie == null) {
            return false;
        }
        ticket = ticket.filter(current -> !current.cookie().equals(cookie));
        return true;
    }

    private static Map<String, String> headers(Request request, Ticket ticket) {
        return request.call().isRead()
                ? Map.of("Cookie", ticket.cookie())
                : Map.of("Cookie", ticket.cookie(), "CSRFPreventionToken", ticket.csrf());
    }

    private synchronized Ticket ticket(UserPassword user, Function<Request, byte[]> send) {
        Instant now = clock.instant();
        Ticket current = ticket.filter(known -> now.isBefore(known.since().plus(RENEWED_AFTER)))
                .orElseGet(() -> login(user, send));
        ticket = Optional.of(current);
        return current;
    }

    private Ticket login(UserPassword user, Function<Request, byte[]> send) {
        Request request = new Request(
                LOGIN,
                "/access/ticket",
                List.of(
                        new Parameter("username", user.id()),
                        new Parameter("password", user.password().reveal())));
        JsonNode data = data(request.call(), send.apply(request));
        if (data.has("NeedTFA")) {
            throw new ProxmoxException.NotAuthenticated(
                    request.call(), Reason.ours("user " + user.id() + " needs a second factor: use an API token"));
        }
        String value = data.path("ticket").asString("");
        if (value.isEmpty()) {
            throw problem(request.call());
        }
        return new Ticket(
                "PVEAuthCookie=" + PercentEncoding.encode(value),
                data.path("CSRFPreventionToken").asString(""),
                clock.instant());
    }

    private static JsonNode data(Call call, byte[] body) {
        try {
            return new JsonMapper().readTree(body).path("data");
        } catch (JacksonException _) {
            throw problem(call);
        }
    }

    private static ProxmoxException problem(Call call) {
        return new ProxmoxException.ProtocolError(call, Reason.ours("the answer to the login has no ticket"), false);
    }
}
