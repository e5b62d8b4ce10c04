package io.github.proxmoxmcp.persistence.value;

import java.time.Instant;
import java.util.Optional;

/// What made a change: a task, or a deed that has none and stands in the cluster's log. Where it is not certain there
/// is no cause; it is never guessed.
///
/// @param upid empty for a line of the log
/// @param type of the task, or the line's first word: `update`
/// @param endedAt absent while the task still runs
public record Cause(String upid, String type, String user, Optional<Instant> endedAt) {}
