package io.github.proxmoxmcp.server.tool;

/// A call of a tool that acts: which tool it is, as its [Tool] says, and who calls it.
public record ToolCall(String tool, Effect effect, Caller caller) {}
