package io.github.proxmoxmcp.persistence.notice;

import java.time.Instant;

/// What a target was told last of a notice.
///
/// @param body of the notice as it was told
public record ToldNotice(NoticeKey key, String body, Instant at) {}
