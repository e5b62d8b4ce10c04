package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.List;

/// Names of things in a few words.
final class Labels {

    private static final int SHOWN = 8;
    private static final int ALL_SHOWN = 200;

    private Labels() {}

    static String of(GuestState state) {
        return of(state.guest());
    }

    static String of(Guest guest) {
        return guest.vmid()
                + guest.name().map(name -> " " + UntrustedText.marked(name)).orElse("");
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /// The first of many, and how many more there are.
    static String first(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(SHOWN, all.size())))
                + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
    }

    /// The first of many; all where only one area is asked about, as far as an answer can hold them.
    static String some(Situation situation, Problem.Area area, List<String> all) {
        int shown = Math.min(situation.isOnly(area) ? ALL_SHOWN : SHOWN, all.size());
        return String.join(", ", all.subList(0, shown))
                + (all.size() == shown
                        ? ""
                        : " and " + (all.size() - shown) + " more"
                                + (situation.isOnly(area)
                                        ? ""
                                        : " (area=" + Names.snake(area.name()) + " names "
                                                + (all.size() > ALL_SHOWN ? ALL_SHOWN : "all") + ")"));
    }
}
