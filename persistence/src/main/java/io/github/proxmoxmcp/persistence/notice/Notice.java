package io.github.proxmoxmcp.persistence.notice;

import java.time.Instant;
import java.util.Optional;

/// Something that people may be told: a problem, a plan that waits, a cluster that cannot be read.
///
/// @param body what it is, as JSON
/// @param openedAt since when it was seen without a break
/// @param goneAt since when it is not seen any more; absent: it is there
/// @param returns how often it was gone and came back
public record Notice(NoticeKey key, String body, Instant openedAt, Optional<Instant> goneAt, int returns) {}
