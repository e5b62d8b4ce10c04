package io.github.proxmoxmcp.persistence.inventory;

import java.util.Optional;

/// A package of a node that could be updated.
///
/// @param version what there is
/// @param installed what there is on the node; absent for a package that would be new
public record NodeUpdate(String name, String version, Optional<String> installed) {}
