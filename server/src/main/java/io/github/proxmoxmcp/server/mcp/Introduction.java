package io.github.proxmoxmcp.server.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client says of itself with `initialize`.
///
/// @param version of the protocol that it asks for
/// @param name what it calls itself
record Introduction(String version, String name, Map<?, ?> capabilities) {

    /// @param params those of `initialize`
    /// @throws JsonRpcError when they are not complete
    static Introduction of(Map<String, @Nullable Object> params) {
        Optional<String> version = Messages.text(params, "protocolVersion");
        Optional<String> name = Messages.text(Messages.object(params, "clientInfo"), "name");
        if (version.isEmpty() || name.isEmpty() || !(params.get("capabilities") instanceof Map<?, ?> capabilities)) {
            throw new JsonRpcError(
                    JsonRpcError.INVALID_PARAMS, "initialize needs 'protocolVersion', 'capabilities' and 'clientInfo'");
        }
        return new Introduction(version.get(), name.get(), capabilities);
    }

    /// As it is kept for other processes; [#read] reads it.
    String text() {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("protocolVersion", version);
        params.put("capabilities", capabilities);
        params.put("clientInfo", Map.of("name", name, "version", ""));
        return Json.write(params);
    }

    @SuppressWarnings("unchecked") // Json makes maps with texts as keys only.
    static Introduction read(String text) {
        if (Json.read(text) instanceof Map<?, ?> params) {
            return of((Map<String, @Nullable Object>) params);
        }
        throw new IllegalStateException("an introduction that was kept is none");
    }
}
