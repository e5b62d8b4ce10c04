package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.inventory.PoolMember;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the memory knows; nothing is asked of the cluster.
public final class KnownWorld implements DeclaredWorld {

    private final Reading reading;
    private Optional<Map<String, Map<String, String>>> pools = Optional.empty();

    public KnownWorld(Reading reading) {
        this.reading = reading;
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
    public Optional<Map<String, String>> pool(String name) {
        Map<String, Map<String, String>> known = pools.orElseGet(this::pools);
        pools = Optional.of(known);
        return Optional.ofNullable(known.get(name));
    }

    @Override
    public boolean poolsKnown() {
        return !InventoryQueries.whole(reading, Kind.POOL).isEmpty();
    }

    private Map<String, Map<String, String>> pools() {
        Map<String, List<String>> members = new HashMap<>();
        reading.inventory().list(PoolMember.class).stream()
                .map(Known::thing)
                .filter(member -> member.type().equals("guest"))
                .forEach(member -> members.computeIfAbsent(member.pool(), _ -> new ArrayList<>())
                        .add(member.member()));
        Map<String, Map<String, String>> found = new HashMap<>();
        for (Known<Pool> known : reading.inventory().list(Pool.class)) {
            Map<String, String> options = new HashMap<>();
            known.thing().comment().filter(text -> !text.isEmpty()).ifPresent(text -> options.put("comment", text));
            Optional.ofNullable(members.get(known.thing().name()))
                    .ifPresent(guests -> options.put("members", PoolMembers.text(guests)));
            found.put(known.thing().name(), options);
        }
        return found;
    }
}
