package io.github.proxmoxmcp.server.cluster.argument;

/// Whether the cluster is read before the answer.
public record Fresh(boolean value) {}
