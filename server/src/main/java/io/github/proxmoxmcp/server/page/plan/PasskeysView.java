package io.github.proxmoxmcp.server.page.plan;

import java.util.List;
import java.util.Optional;

/// Passkeys as the room shows them.
///
/// @param made the code of one that was just made
/// @param challenge for one that is made now
public record PasskeysView(List<Row> rows, Optional<String> made, String challenge, PasskeyPlace place) {

    /// One of them.
    public record Row(
            String person, String standing, String code, String origin, String enrolledBy, String enrolledAt) {}
}
