package io.github.proxmoxmcp.server.tool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Asks tools from inside the server, for resources and prompts that show what a tool would answer.
public final class Questions {

    private static final String CLUSTER = "cluster";

    private final ToolRegistry tools;
    private final Caller caller;

    /// @param client who asks, in the words of [Caller]
    public Questions(ToolRegistry tools, String client) {
        this.tools = tools;
        this.caller = new Caller(client, (_, _, _) -> {});
    }

    /// What a tool answers; empty when there is no such tool here, or it does not take these arguments. The cluster is
    /// only named to tools that can choose one.
    public Optional<Answer<?>> ask(String tool, Map<String, String> arguments) {
        return tools.find(tool).flatMap(found -> {
            Map<String, Object> given = new LinkedHashMap<>(arguments);
            Map<?, ?> known = found.inputSchema().get("properties") instanceof Map<?, ?> names ? names : Map.of();
            if (!known.containsKey(CLUSTER)) {
                given.remove(CLUSTER);
            }
            return known.keySet().containsAll(given.keySet())
                    ? Optional.of(found.call().apply(given, caller))
                    : Optional.empty();
        });
    }
}
