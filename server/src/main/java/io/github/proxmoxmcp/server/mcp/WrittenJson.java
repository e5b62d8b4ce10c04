package io.github.proxmoxmcp.server.mcp;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Some clients write a list as JSON text, whatever the schema says: `"[\"a\", \"b\"]"` for two texts, or
/// `"{\"cores\": 4}"` where an object is taken for a list.
final class WrittenJson {

    private static final int MAX_CHARACTERS = 100_000;

    private WrittenJson() {}

    /// The arguments, with what is written in texts read where the schema wants a list.
    static Map<String, @Nullable Object> read(
            Map<String, Object> inputSchema, Map<String, ? extends @Nullable Object> arguments) {
        Map<String, @Nullable Object> meant = new LinkedHashMap<>(arguments);
        meant.replaceAll(
                (name, value) -> value instanceof String text && isList(inputSchema, name) ? read(text) : value);
        return meant;
    }

    private static boolean isList(Map<String, Object> inputSchema, String name) {
        return inputSchema.get("properties") instanceof Map<?, ?> known
                && known.get(name) instanceof Map<?, ?> argument
                && "array".equals(argument.get("type"));
    }

    private static Object read(String text) {
        String bare = text.strip();
        if (text.length() > MAX_CHARACTERS || !(bare.startsWith("[") || bare.startsWith("{"))) {
            return text;
        }
        try {
            Object read = JsonMapper.shared().readValue(bare, Object.class);
            return read instanceof Collection || read instanceof Map ? read : text;
        } catch (JacksonException _) {
            return text;
        }
    }
}
