package io.github.proxmoxmcp.server.tools;

/// Whether the cluster is read before the answer.
record Fresh(boolean value) {}
