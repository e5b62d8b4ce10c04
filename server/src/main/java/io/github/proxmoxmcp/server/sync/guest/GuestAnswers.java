package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import java.util.List;
import java.util.Optional;

/// The answers of a guest's node.
///
/// @param config the wanted configuration
/// @param presence how the guest is at this moment, where that was asked for
/// @param snapshots where they were asked for
/// @param inForce the configuration in force; absent where the row agrees with the wanted one, or nobody can tell
record GuestAnswers(
        Answer config,
        Optional<Presence> presence,
        Optional<List<GuestSnapshot>> snapshots,
        Optional<GuestConfig> inForce) {

    static GuestAnswers of(Answer config) {
        return new GuestAnswers(config, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
