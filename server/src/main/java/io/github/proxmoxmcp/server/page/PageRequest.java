package io.github.proxmoxmcp.server.page;

/// What a browser asks for.
///
/// @param path as it was sent, not decoded
/// @param form the fields of a POST
public record PageRequest(String path, PageParameters query, PageParameters form, Visitor visitor) {}
