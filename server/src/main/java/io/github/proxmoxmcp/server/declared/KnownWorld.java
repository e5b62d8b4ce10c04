package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import java.util.Optional;

/// What the memory knows; nothing is asked of the cluster.
public final class KnownWorld implements DeclaredWorld {

    private final Reading reading;
    private final Things things;

    public KnownWorld(Reading reading) {
        this.reading = reading;
        this.things = new Things(new KnownLists(reading));
    }

    @Override
    public Sight guest(int vmid) {
        Optional<GuestState> state = reading.guests().get(vmid);
        if (state.isPresent()) {
            return new Sight.Seen(facts(state.get()));
        }
        boolean wasThere =
                reading.history().firstSeen(Kind.GUEST, String.valueOf(vmid)).isPresent();
        return !wasThere && !reading.incomplete().isEmpty()
                ? new Sight.Unseen("it was never seen, and not everything is: "
                        + reading.incomplete().getFirst())
                : new Sight.Gone(wasThere ? "guest " + vmid + " is gone" : "there is no guest " + vmid);
    }

    private GuestFacts facts(GuestState state) {
        Guest guest = state.guest();
        return new GuestFacts(
                guest.vmid(),
                guest.kind() == GuestKind.CONTAINER,
                guest.name(),
                guest.node(),
                guest.status(),
                guest.template(),
                guest.pool(),
                guest.lock(),
                reading.guests().config(guest.vmid()),
                state.validity().unknownSince());
    }

    @Override
    public Sight thing(ManifestKind kind, String name) {
        return things.thing(kind, name);
    }
}
