package io.github.proxmoxmcp.server.cluster.argument;

/// Where the page before ended.
public record Cursor(String value) {}
