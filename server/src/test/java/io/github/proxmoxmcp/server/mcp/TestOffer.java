package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What a server offers that has tools and nothing else.
public final class TestOffer {

    private TestOffer() {}

    public static Offer of(Supplier<ToolRegistry> tools) {
        return of(tools, () -> {
            throw new IllegalStateException("resources and prompts are tested elsewhere");
        });
    }

    public static Offer of(Supplier<ToolRegistry> tools, Supplier<Library> library) {
        return of(tools, library, () -> new byte[32], InstantSource.system());
    }

    /// @param stateKey signs what clients carry
    public static Offer of(
            Supplier<ToolRegistry> tools, Supplier<Library> library, Supplier<byte[]> stateKey, InstantSource clock) {
        return new Offer(tools, library, stateKey, PreparedLists.none(), "1", "Be kind.", clock);
    }
}
