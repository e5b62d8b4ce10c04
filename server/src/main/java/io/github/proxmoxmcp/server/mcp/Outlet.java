package io.github.proxmoxmcp.server.mcp;

/// Where the messages of one client, or of one answer over HTTP, go.
public interface Outlet {

    /// Takes a JSON-RPC message; never waits for a client over the network.
    ///
    /// @param answer whether it is what the request was answered with, after which nothing more comes
    void send(String json, boolean answer);

    /// Takes what a request is answered with.
    ///
    /// @param status of HTTP, for whom that matters
    default void answer(String json, int status) {
        send(json, true);
    }

    /// Nothing more will come.
    void end();
}
