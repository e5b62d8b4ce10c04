package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.guest.Power;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolCall;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Actions and steps for tests: typed ones, and such as somebody may write who does not use the typed API.
final class Calls {

    private Calls() {}

    static Action action(String tool, Effect effect, String cluster, String summary) {
        return Action.of(new ToolCall(tool, effect, new Caller("test", (_, _, _) -> {})), cluster, summary);
    }

    static Step shutdown(LiveGuest guest) {
        return Step.of(plan -> guest.in(plan).shutdown(Power.Shutdown.ORDERLY), "shut down");
    }

    static Step describe(LiveGuest guest, String text, Optional<String> digest) {
        ConfigChange change = ConfigChange.of(Map.of("description", text), List.of(), digest);
        return Step.of(plan -> guest.in(plan).putConfig(change), "describe");
    }

    static Step post(String path, Map<String, ?> parameters, String what) {
        return of("POST", path, parameters, what);
    }

    static Step put(String path, Map<String, ?> parameters, String what) {
        return of("PUT", path, parameters, what);
    }

    static Step delete(String path, Map<String, ?> parameters, String what) {
        return of("DELETE", path, parameters, what);
    }

    static Step of(String method, String path, Map<String, ?> parameters, String what) {
        SortedMap<String, List<String>> texts = new TreeMap<>();
        parameters.forEach((name, value) -> texts.put(name, texts(value)));
        return new Step(method, path, texts, what);
    }

    private static List<String> texts(Object value) {
        return switch (value) {
            case Collection<?> several -> several.stream().map(String::valueOf).toList();
            case Boolean flag -> List.of(flag ? "1" : "0");
            default -> List.of(value.toString());
        };
    }
}
