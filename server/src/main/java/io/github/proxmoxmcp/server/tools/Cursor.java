package io.github.proxmoxmcp.server.tools;

/// Where the page before ended.
record Cursor(String value) {}
