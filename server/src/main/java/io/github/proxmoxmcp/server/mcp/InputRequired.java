package io.github.proxmoxmcp.server.mcp;

import java.util.Map;

/// Ends a request that cannot be answered before the client has answered something itself. It is no failure.
final class InputRequired extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Map<String, Object> requests;
    private final String about;

    /// @param requests what is asked, by its key
    /// @param about what has to be known when the request comes again; the client carries it and cannot change it
    InputRequired(Map<String, Object> requests, String about) {
        super("the client is asked", null, false, false);
        this.requests = requests;
        this.about = about;
    }

    Map<String, Object> requests() {
        return requests;
    }

    String about() {
        return about;
    }
}
