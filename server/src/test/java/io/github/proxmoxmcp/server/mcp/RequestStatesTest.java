package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a client carries between a question and its answer is its to read, and not to change, move or keep.
class RequestStatesTest {

    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final RequestStates STATES = at("our key", NOW);
    private static final Map<String, Object> DELETE =
            Map.of("name", "delete_guest", "arguments", Map.of("guest", "100", "purge", true));
    private static final String GIVEN = STATES.seal(request(DELETE), "alice", "plan-1");
    private static final String BODY = GIVEN.split("\\.")[0];
    private static final String SIGNATURE = GIVEN.split("\\.")[1];

    @Test
    void theSameRequestOfTheSameCallerIsKnownAgainInEveryProcessThatHasTheKey() {
        Map<String, Object> again = new HashMap<>(DELETE);
        again.put("_meta", Map.of("progressToken", 7));
        again.put("inputResponses", Map.of("approval", Map.of("action", "accept")));

        assertThat(at("our key", NOW.plusSeconds(599)).open(request(again, GIVEN), "alice"))
                .hasValue("plan-1");
        assertThat(STATES.open(request(DELETE), "alice")).isEmpty();
    }

    /// What somebody tries, and on whose behalf, at which process, for which request.
    record Attempt(String what, RequestStates states, Map<String, Object> params, Object state, String principal) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Attempt> attempts() {
        String forAll = text(BODY).replace("alice", "mallory");
        return List.of(
                of("nothing", ""),
                of("a dot", "."),
                of("no signature", BODY + "."),
                of("no body", "." + SIGNATURE),
                of("no dot", BODY + SIGNATURE),
                of("three parts", GIVEN + "." + SIGNATURE),
                of("cut", GIVEN.substring(0, GIVEN.length() - 4)),
                of("another first sign", "A" + GIVEN.substring(1)),
                of("signed by its own text", BODY + "." + BODY),
                of("a body of its own", base64(forAll) + "." + SIGNATURE),
                of("an empty object", base64("{}") + "." + SIGNATURE),
                of("no base64", "%%%." + SIGNATURE),
                of("blanks", " " + GIVEN),
                of("huge", "x".repeat(1_000_000)),
                of("dots", ".".repeat(100_000)),
                of("a number", 1),
                of("a list", List.of(GIVEN)),
                of("an object", Map.of("requestState", GIVEN)),
                new Attempt("another caller", STATES, DELETE, GIVEN, "mallory"),
                new Attempt("a caller without a name", STATES, DELETE, GIVEN, ""),
                new Attempt("another key", at("another key", NOW), DELETE, GIVEN, "alice"),
                new Attempt("too late", at("our key", NOW.plusSeconds(601)), DELETE, GIVEN, "alice"),
                new Attempt("another guest", STATES, with("guest", "101"), GIVEN, "alice"),
                new Attempt("the number for the text", STATES, with("guest", 100), GIVEN, "alice"),
                new Attempt("an argument more", STATES, with("force", true), GIVEN, "alice"),
                new Attempt(
                        "another tool",
                        STATES,
                        Map.of("name", "stop_guest", "arguments", DELETE.get("arguments")),
                        GIVEN,
                        "alice"),
                new Attempt(
                        "of another plan of hers",
                        STATES,
                        with("guest", "102"),
                        STATES.seal(request(DELETE), "alice", "plan-2"),
                        "alice"),
                new Attempt(
                        "of another process",
                        STATES,
                        DELETE,
                        at("another key", NOW).seal(request(DELETE), "alice", "plan-1"),
                        "alice"));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void whatWasNotGivenOutForThisIsRefused(Attempt attempt) {
        assertThatThrownBy(() -> attempt.states().open(request(attempt.params(), attempt.state()), attempt.principal()))
                .isInstanceOf(JsonRpcError.class)
                .hasMessageContaining("was not given out for this request, or is too old");
    }

    private static Attempt of(String what, Object state) {
        return new Attempt(what, STATES, DELETE, state, "alice");
    }

    private static Map<String, Object> with(String argument, Object value) {
        Map<String, Object> arguments = new HashMap<>(Map.of("guest", "100", "purge", true));
        arguments.put(argument, value);
        return Map.of("name", "delete_guest", "arguments", arguments);
    }

    private static RequestStates at(String key, Instant now) {
        return new RequestStates(() -> key.getBytes(StandardCharsets.UTF_8), InstantSource.fixed(now));
    }

    private static Incoming.Request request(Map<String, Object> params) {
        return new Incoming.Request(1, "tools/call", new HashMap<>(params));
    }

    private static Incoming.Request request(Map<String, Object> params, Object state) {
        Map<String, Object> again = new HashMap<>(params);
        again.put("requestState", state);
        return request(again);
    }

    private static String text(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
