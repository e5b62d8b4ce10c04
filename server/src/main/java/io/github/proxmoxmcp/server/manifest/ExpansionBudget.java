package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.yaml.BadManifest;
import io.github.proxmoxmcp.server.manifest.yaml.Fault;
import io.github.proxmoxmcp.server.manifest.yaml.Place;
import java.util.List;

/// How much the fleets of a set may become: a short text with fleets and variables in it could stand for more than any
/// memory holds.
final class ExpansionBudget {

    private static final long MAX_CHARACTERS = 16L << 20;

    private long left = MAX_CHARACTERS;

    /// @throws BadManifest when that is too much
    void spend(Place place, long characters) {
        left -= characters;
        if (left < 0) {
            throw new BadManifest(List.of(new Fault(
                    place,
                    "",
                    "the fleets of a set become more than " + (MAX_CHARACTERS >> 20)
                            + " MiB; make them smaller, or split the set")));
        }
    }
}
