package io.github.proxmoxmcp.server.cli.screen;

/// How a command prints.
public enum OutputFormat {
    TEXT,
    JSON
}
