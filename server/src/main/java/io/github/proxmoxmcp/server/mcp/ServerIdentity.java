package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.resource.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who the server is and what it can, for both ways of asking: `initialize` and `server/discover`.
///
/// @param instructions for the assistant
record ServerIdentity(String version, String instructions) {

    /// Revisions that begin with `initialize`, the newest last.
    static final List<String> SESSION_VERSIONS = List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    /// The revision in which each request stands alone.
    static final String STATELESS_VERSION = "2026-07-28";

    /// The result of `initialize`: the version that was asked for, or the newest of its kind.
    Map<String, Object> introduction(Introduction client) {
        String wanted = client.version();
        Map<String, Object> capabilities = new LinkedHashMap<>();
        capabilities.put("completions", Map.of());
        capabilities.put("logging", Map.of());
        capabilities.putAll(offered(client.capabilities()));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("protocolVersion", SESSION_VERSIONS.contains(wanted) ? wanted : SESSION_VERSIONS.getLast());
        result.put("capabilities", capabilities);
        result.put("serverInfo", info());
        result.put("instructions", instructions);
        return result;
    }

    /// The result of `server/discover`.
    Map<String, Object> discovery(RequestMeta client) {
        Map<String, Object> capabilities = new LinkedHashMap<>();
        capabilities.put("completions", Map.of());
        capabilities.putAll(offered(client.capabilities()));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("supportedVersions", List.of(STATELESS_VERSION));
        result.put("capabilities", capabilities);
        result.put("instructions", instructions);
        return result;
    }

    /// Views are offered to whoever says that they show some.
    private static Map<String, Object> offered(Map<?, ?> capabilities) {
        Map<String, Object> resources = new LinkedHashMap<>();
        resources.put("subscribe", true);
        resources.put("listChanged", false);
        Map<String, Object> offered = new LinkedHashMap<>();
        offered.put("prompts", Map.of("listChanged", false));
        offered.put("resources", resources);
        offered.put("tools", Map.of("listChanged", false));
        if (Messages.object(capabilities, "extensions").containsKey(View.EXTENSION)) {
            offered.put("extensions", Map.of(View.EXTENSION, Map.of("mimeTypes", List.of(View.MIME_TYPE))));
        }
        return offered;
    }

    Map<String, Object> info() {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", "proxmox-mcp");
        info.put("title", "Proxmox VE");
        info.put("version", version);
        return info;
    }
}
