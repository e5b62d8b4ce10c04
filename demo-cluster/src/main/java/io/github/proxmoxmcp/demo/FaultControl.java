package io.github.proxmoxmcp.demo;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.http.HttpRequest;
import io.github.proxmoxmcp.demo.http.HttpResponse;
import io.github.proxmoxmcp.demo.route.DemoJson;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `/demo/faults`: the faults as JSON, for tests that run the cluster as a program of its own.
final class FaultControl {
    static final String PATH = "/demo/faults";

    private final Faults faults;
    private final Map<String, Consumer<JsonNode>> switches;

    FaultControl(Faults faults) {
        this.faults = faults;
        this.switches = new TreeMap<>(Map.ofEntries(
                Map.entry("nodeDown", value -> each(value, faults::nodeDown)),
                Map.entry("nodeUp", value -> each(value, faults::nodeUp)),
                Map.entry("proxyDown", value -> each(value, node -> faults.proxyDown(node, true))),
                Map.entry("proxyUp", value -> each(value, node -> faults.proxyDown(node, false))),
                Map.entry("quorumLost", value -> faults.quorumLost(bool(value))),
                Map.entry("revoke", this::revoke),
                Map.entry("disableToken", value -> each(value, name -> faults.disableToken(level(name)))),
                Map.entry("restoreToken", value -> each(value, name -> faults.restore(level(name)))),
                Map.entry("slowMillis", value -> faults.slow(Duration.ofMillis(number(value)))),
                Map.entry(
                        "refuseConnectionsMillis",
                        value -> faults.refuseConnectionsFor(Duration.ofMillis(number(value)))),
                Map.entry("resetConnections", value -> faults.resetConnections(bool(value))),
                Map.entry("garbage", value -> faults.garbage(bool(value))),
                Map.entry("truncate", value -> faults.truncate(bool(value))),
                Map.entry("skipSeconds", value -> faults.skip(Duration.ofSeconds(number(value)))),
                Map.entry("clear", value -> {
                    if (bool(value)) {
                        faults.clear();
                    }
                })));
    }

    HttpResponse answer(HttpRequest request) {
        try {
            if (request.method().equals("POST")) {
                apply(DemoJson.parse(request.body()));
            }
            return HttpResponse.json(DemoJson.bytes(state()));
        } catch (JacksonException malformed) {
            return refusal("the body is not JSON");
        } catch (IllegalArgumentException wrong) {
            return refusal(String.valueOf(wrong.getMessage()));
        }
    }

    private void apply(JsonNode wanted) {
        for (var property : wanted.properties()) {
            Optional.ofNullable(switches.get(property.getKey()))
                    .orElseThrow(() -> new IllegalArgumentException("unknown fault '" + property.getKey()
                            + "'; known are " + String.join(", ", switches.keySet())))
                    .accept(property.getValue());
        }
    }

    private JsonNode state() {
        var disturbance = faults.disturbance();
        var state = DemoJson.object()
                .put("quorumLost", faults.quorumLost())
                .put("slowMillis", disturbance.delay().toMillis())
                .put("resetConnections", disturbance.reset())
                .put("garbage", disturbance.garbage())
                .put("truncate", disturbance.truncate());
        var down = state.putArray("nodeDown");
        faults.nodesDown().forEach(down::add);
        return state;
    }

    private void revoke(JsonNode privilegesByToken) {
        privilegesByToken
                .properties()
                .forEach(token ->
                        each(token.getValue(), privilege -> faults.revokePrivilege(level(token.getKey()), privilege)));
    }

    private static HttpResponse refusal(String message) {
        return HttpResponse.error(400, message, DemoJson.bytes(DemoJson.object().put("message", message)));
    }

    /// One name or a list of names.
    private static void each(JsonNode names, Consumer<String> action) {
        if (names.isArray()) {
            names.forEach(name -> action.accept(name.asString()));
        } else {
            action.accept(names.asString());
        }
    }

    private static boolean bool(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("expected true or false, not " + value);
        }
        return value.booleanValue();
    }

    private static long number(JsonNode value) {
        if (!value.isIntegralNumber() || value.longValue() < 0) {
            throw new IllegalArgumentException("expected a number from 0 on, not " + value);
        }
        return value.longValue();
    }

    private static TokenLevel level(String name) {
        return TokenLevel.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
