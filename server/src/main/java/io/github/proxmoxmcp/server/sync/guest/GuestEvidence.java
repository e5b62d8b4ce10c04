package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import java.util.List;
import java.util.Optional;

/// One guest with what was asked about it.
///
/// @param known what the memory says of the guest that has the vmid
/// @param answer of its configuration; absent where it was not asked for
/// @param presence what its node says of its state, where that was asked for
/// @param snapshots where they were asked for
/// @param inForce what is in force of it; absent where its row says the same as its configuration, or nobody can tell
record GuestEvidence(
        Guest row,
        Optional<Guest> known,
        Optional<Answer> answer,
        Optional<Presence> presence,
        Optional<List<GuestSnapshot>> snapshots,
        Optional<GuestConfig> inForce) {

    static GuestEvidence unasked(Guest row, Optional<Guest> known) {
        return answered(row, known, Optional.empty());
    }

    static GuestEvidence answered(Guest row, Optional<Guest> known, Answer answer) {
        return answered(row, known, Optional.of(answer));
    }

    private static GuestEvidence answered(Guest row, Optional<Guest> known, Optional<Answer> answer) {
        return new GuestEvidence(row, known, answer, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
