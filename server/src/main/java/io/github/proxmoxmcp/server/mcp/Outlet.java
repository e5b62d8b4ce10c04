package io.github.proxmoxmcp.server.mcp;

/// Where the messages of one HTTP answer go.
public interface Outlet {

    /// Takes a JSON-RPC message; never waits for the client.
    ///
    /// @param answer whether it is what the request was answered with, after which nothing more comes
    void send(String json, boolean answer);

    /// Nothing more will come.
    void end();
}
