package io.github.proxmoxmcp.server.cli;

/// How a command prints.
enum OutputFormat {
    TEXT,
    JSON
}
