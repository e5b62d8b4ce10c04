package io.github.proxmoxmcp.persistence.notice;

import java.time.Instant;
import java.util.Optional;

/// How well a target takes what it is told.
///
/// @param failures tries that failed since the last that did not
/// @param nextAt before this nothing is sent
/// @param error why the last try failed
public record Delivery(int failures, Instant nextAt, Optional<String> error) {}
