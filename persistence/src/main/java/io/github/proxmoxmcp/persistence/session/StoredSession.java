package io.github.proxmoxmcp.persistence.session;

import java.time.Instant;

/// The data by which any process can take over a session over HTTP.
///
/// @param owner the id of the principal that it belongs to
/// @param introduction the parameters of its `initialize`, as JSON
public record StoredSession(String id, String owner, String access, String introduction, Instant usedAt) {}
