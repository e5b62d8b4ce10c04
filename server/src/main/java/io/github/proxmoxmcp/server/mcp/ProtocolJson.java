package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The SDK's JSON, which every transport shares, with what the SDK itself leaves out: lists are sorted (it keeps them
/// in hash maps), and the requests that it would take without a check are shown to `check` first.
final class ProtocolJson implements McpJsonMapper {

    private final McpJsonMapper json;
    private final Consumer<McpSchema.Request> check;

    /// @param check is given each request about resources, prompts and completion, and may throw an [McpError]
    ProtocolJson(McpJsonMapper json, Consumer<McpSchema.Request> check) {
        this.json = json;
        this.check = check;
    }

    @Override
    public <T> T convertValue(@Nullable Object from, TypeRef<T> type) {
        if (!(type.getType() instanceof Class<?> wanted)
                || !(McpSchema.Request.class.isAssignableFrom(wanted) || wanted == McpSchema.SetLevelRequest.class)) {
            return json.convertValue(from, type);
        }
        T value;
        try {
            // The SDK would fail at a request without params with the names of its classes.
            value = json.convertValue(from == null ? Map.of() : from, type);
        } catch (RuntimeException e) {
            // Jackson's own message names classes.
            throw invalid();
        }
        if (value instanceof McpSchema.SetLevelRequest wish && wish.level() == null) {
            throw invalid();
        }
        if (value instanceof McpSchema.Request request) {
            check.accept(request);
        }
        return value;
    }

    private static McpError invalid() {
        return McpError.builder(McpSchema.ErrorCodes.INVALID_PARAMS)
                .message("Invalid params: not of the form that this method takes")
                .build();
    }

    @Override
    public String writeValueAsString(Object value) throws IOException {
        return json.writeValueAsString(sorted(value));
    }

    @Override
    public byte[] writeValueAsBytes(Object value) throws IOException {
        return json.writeValueAsBytes(sorted(value));
    }

    private static Object sorted(Object value) {
        if (!(value instanceof JSONRPCResponse response)) {
            return value;
        }
        Object result = response.result();
        if (result instanceof McpSchema.ListResourcesResult list) {
            return answer(
                    response,
                    new McpSchema.ListResourcesResult(
                            by(list.resources(), McpSchema.Resource::uri), list.nextCursor(), list.meta()));
        }
        if (result instanceof McpSchema.ListResourceTemplatesResult list) {
            return answer(
                    response,
                    new McpSchema.ListResourceTemplatesResult(
                            by(list.resourceTemplates(), McpSchema.ResourceTemplate::uriTemplate),
                            list.nextCursor(),
                            list.meta()));
        }
        if (result instanceof McpSchema.ListPromptsResult list) {
            return answer(
                    response,
                    new McpSchema.ListPromptsResult(
                            by(list.prompts(), McpSchema.Prompt::name), list.nextCursor(), list.meta()));
        }
        return value;
    }

    private static JSONRPCResponse answer(JSONRPCResponse response, Object result) {
        return JSONRPCResponse.result(response.id(), result);
    }

    private static <T> List<T> by(List<T> list, java.util.function.Function<T, String> key) {
        return list.stream().sorted(Comparator.comparing(key)).toList();
    }

    @Override
    public <T> T readValue(String text, Class<T> type) throws IOException {
        return json.readValue(text, type);
    }

    @Override
    public <T> T readValue(byte[] bytes, Class<T> type) throws IOException {
        return json.readValue(bytes, type);
    }

    @Override
    public <T> T readValue(String text, TypeRef<T> type) throws IOException {
        return json.readValue(text, type);
    }

    @Override
    public <T> T readValue(byte[] bytes, TypeRef<T> type) throws IOException {
        return json.readValue(bytes, type);
    }

    @Override
    public <T> T convertValue(Object from, Class<T> type) {
        return json.convertValue(from, type);
    }
}
