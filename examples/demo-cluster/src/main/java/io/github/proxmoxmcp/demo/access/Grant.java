package io.github.proxmoxmcp.demo.access;

/// One line of the access control list: who has which role where.
///
/// @param type `user` or `token`
public record Grant(String path, String type, String who, String role, boolean propagate) {}
