package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.prompt.PromptDefinition;
import io.github.proxmoxmcp.server.resource.ResourceDefinition;
import io.github.proxmoxmcp.server.resource.ResourceRegistry;
import io.github.proxmoxmcp.server.resource.View;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the server lists, written once: it depends on nothing that changes while it runs.
final class Listings {

    static final String TOOLS = "tools/list";
    static final String PROMPTS = "prompts/list";
    static final String TEMPLATES = "resources/templates/list";
    static final String RESOURCES = "resources/list";

    /// Claude Code puts answers of more than 50,000 characters into a file, and shows the model the first of them.
    private static final String LONG_ANSWER = "anthropic/maxResultSizeChars";

    private static final int MAX_LONG_ANSWER = 200_000;

    private final PreparedLists prepared;
    private final Supplier<ToolRegistry> tools;
    private final Supplier<Library> library;
    private final Map<String, Json.Written> written = new ConcurrentHashMap<>();

    /// @param prepared what was written by an earlier process
    Listings(PreparedLists prepared, Supplier<ToolRegistry> tools, Supplier<Library> library) {
        this.prepared = prepared;
        this.tools = tools;
        this.library = library;
    }

    /// The result of a list, without its pages: all of it is one.
    Json.Written of(String method) {
        return written.computeIfAbsent(
                method, _ -> new Json.Written(prepared.get(method).orElseGet(() -> Json.write(list(method)))));
    }

    /// Whether a list is there without any work.
    boolean isReady(String method) {
        return written.containsKey(method) || prepared.get(method).isPresent();
    }

    private Map<String, Object> list(String method) {
        return switch (method) {
            case TOOLS ->
                Map.of(
                        "tools",
                        tools.get().tools().stream().map(Listings::listed).toList());
            case PROMPTS ->
                Map.of(
                        "prompts",
                        library.get().prompts().prompts().stream()
                                .map(Listings::listed)
                                .toList());
            case TEMPLATES ->
                Map.of(
                        "resourceTemplates",
                        library.get().resources().templates().stream()
                                .map(kind -> listed("uriTemplate", kind.uri().text(), kind))
                                .toList());
            default ->
                Map.of(
                        "resources",
                        library.get().resources().listed().stream()
                                .map(Listings::listed)
                                .toList());
        };
    }

    /// A tool as `tools/list` tells it.
    static Map<String, Object> listed(ToolDefinition tool) {
        Map<String, Object> listed = new LinkedHashMap<>();
        listed.put("name", tool.name());
        listed.put("title", tool.title());
        listed.put("description", tool.description());
        listed.put("inputSchema", tool.inputSchema());
        // That an answer is an object need not be said.
        if (tool.outputSchema().containsKey("properties")) {
            listed.put("outputSchema", tool.outputSchema());
        }
        listed.put("annotations", annotations(tool.effect()));
        Map<String, Object> meta = meta(tool);
        if (!meta.isEmpty()) {
            listed.put("_meta", meta);
        }
        return listed;
    }

    /// What only some clients know to use; to the others it says nothing.
    private static Map<String, Object> meta(ToolDefinition tool) {
        Map<String, Object> meta = new LinkedHashMap<>();
        if (tool.longAnswer()) {
            meta.put(LONG_ANSWER, MAX_LONG_ANSWER);
        }
        View.of(tool).ifPresent(view -> meta.put("ui", Map.of("resourceUri", view.uri())));
        return meta;
    }

    /// All four, because what is left out means the worst.
    private static Map<String, Object> annotations(Effect effect) {
        Map<String, Object> hints = new LinkedHashMap<>();
        hints.put("readOnlyHint", effect.readOnly());
        hints.put("destructiveHint", effect.destructive());
        hints.put("idempotentHint", effect.idempotent());
        hints.put("openWorldHint", false);
        return hints;
    }

    private static Map<String, Object> listed(ResourceRegistry.Listed one) {
        return listed("uri", one.uri(), one.kind());
    }

    private static Map<String, Object> listed(String key, String address, ResourceDefinition kind) {
        Map<String, Object> listed = new LinkedHashMap<>();
        listed.put(key, address);
        listed.put("name", kind.name());
        listed.put("title", kind.title());
        listed.put("description", kind.description());
        listed.put("mimeType", kind.form().mimeType());
        return listed;
    }

    private static Map<String, Object> listed(PromptDefinition prompt) {
        Map<String, Object> listed = new LinkedHashMap<>();
        listed.put("name", prompt.name());
        listed.put("title", prompt.title());
        listed.put("description", prompt.description());
        listed.put(
                "arguments", prompt.arguments().stream().map(Listings::listed).toList());
        return listed;
    }

    private static Map<String, Object> listed(PromptDefinition.Argument argument) {
        Map<String, Object> listed = new LinkedHashMap<>();
        listed.put("name", argument.name());
        listed.put("description", argument.description());
        listed.put("required", argument.required());
        return listed;
    }

    /// The lists that another process of the same program and configuration need not write again.
    Map<String, String> forOthers() {
        Map<String, String> lists = new LinkedHashMap<>();
        List.of(TOOLS, PROMPTS, TEMPLATES)
                .forEach(method -> lists.put(method, of(method).json()));
        return lists;
    }
}
