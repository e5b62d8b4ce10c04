package io.github.proxmoxmcp.server.tool;

import java.util.Optional;

/// Who calls a tool, and how to tell them how far it is.
///
/// @param client name of the MCP client or `command line`
/// @param progress where what takes long reports to
public record Caller(String client, Progress progress) {

    /// Takes reports of progress; does nothing where nobody listens.
    @FunctionalInterface
    public interface Progress {

        /// @param done how far it is; grows with each report
        /// @param total when it is finished; absent: not known
        void report(double done, Optional<Double> total, String message);
    }
}
