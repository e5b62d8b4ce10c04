package io.github.proxmoxmcp.persistence.inventory;

import java.util.Optional;
import java.util.Set;

/// A pool and what is in it.
///
/// @param guests vmids
/// @param storages names
public record Pool(String name, Optional<String> comment, Set<Integer> guests, Set<String> storages) {}
