package io.github.proxmoxmcp.server.tool;

import java.time.Duration;

/// Is told of every call of a tool.
@FunctionalInterface
public interface CallObserver {

    /// @param failed whether the answer was an error
    void called(String tool, boolean failed, Duration duration);
}
