package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What a server offers to its clients, each part made when it is first needed.
///
/// @param tools those of the server's own access level
/// @param stateKey signs what clients carry from one request to the next; the same in every process on the store
/// @param prepared lists that an earlier process wrote
/// @param version of the program
/// @param instructions for the assistant
public record Offer(
        Supplier<ToolRegistry> tools,
        Supplier<Library> library,
        Supplier<byte[]> stateKey,
        PreparedLists prepared,
        String version,
        String instructions,
        InstantSource clock) {

    ServerIdentity identity() {
        return new ServerIdentity(version, instructions);
    }

    RequestStates states() {
        return new RequestStates(stateKey, clock);
    }
}
