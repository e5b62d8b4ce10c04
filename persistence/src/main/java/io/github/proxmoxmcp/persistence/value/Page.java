package io.github.proxmoxmcp.persistence.value;

import java.util.List;
import java.util.Optional;

/// A part of a list.
///
/// @param total rows of the whole list
/// @param next the cursor of the next page; absent: this is the last
public record Page<T>(List<T> rows, long total, Optional<String> next) {}
