package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.tool.Forms;

/// What became of a call of a tool.
public sealed interface ToolOutcome {

    /// It answered.
    record Answered(Forms forms) implements ToolOutcome {}

    /// It did not, and says why in words for whoever asked.
    record Failed(Reason reason, String message) implements ToolOutcome {}

    /// What kind of failure it is, for whoever tells them apart by more than words.
    enum Reason {
        /// What was asked for cannot be asked for: no such tool, or not with these arguments.
        BAD_REQUEST,
        NOT_FOUND,
        UNAVAILABLE,
        REFUSED,
        /// The cluster took it, and it failed there.
        FAILED,
        CANCELLED,
        /// A fault of ours.
        BROKEN
    }
}
