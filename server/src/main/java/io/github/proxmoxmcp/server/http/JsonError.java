package io.github.proxmoxmcp.server.http;

import tools.jackson.databind.json.JsonMapper;

/// A JSON-RPC error that answers no request in particular.
final class JsonError {

    private JsonError() {}

    static String of(int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":" + code + ",\"message\":"
                + JsonMapper.shared().writeValueAsString(message) + "}}";
    }
}
