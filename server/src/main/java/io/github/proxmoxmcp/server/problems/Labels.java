package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import java.util.List;

/// Names of things in a few words.
final class Labels {

    private static final int SHOWN = 8;

    private Labels() {}

    static String of(GuestState state) {
        return of(state.guest());
    }

    static String of(Guest guest) {
        return guest.vmid() + guest.name().map(name -> " " + name).orElse("");
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /// The first of many.
    static String some(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(SHOWN, all.size())))
                + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
    }
}
