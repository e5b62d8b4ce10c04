package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Which guests an export is of. What is empty selects all; of several conditions all must hold.
///
/// @param guests vmids or names
public record Selection(
        Set<String> guests, Optional<String> tag, Optional<String> pool, Optional<String> node, Set<GuestKind> kinds) {

    /// Everything that there is.
    public static final Selection ALL =
            new Selection(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    private static final List<String> KEYS = List.of("guest", "tag", "pool", "node", "kind");

    public Selection {
        guests = Set.copyOf(guests);
        kinds = Set.copyOf(kinds);
    }

    /// A guest and its configuration without its digest; absent: it was never read and could not be read now.
    public record Selected(GuestState state, Optional<SortedMap<String, String>> config) {

        public Guest guest() {
            return state.guest();
        }
    }

    /// From words such as `web01`, `tag=web`, `pool=lab`, `node=pve1`, `kind=vm`.
    ///
    /// @throws ToolException.BadArgument when a word says nothing
    public static Selection of(List<String> words) {
        Map<String, List<String>> found = words.stream()
                .collect(Collectors.groupingBy(
                        word -> word.contains("=") ? word.substring(0, word.indexOf('=')) : "guest",
                        Collectors.mapping(word -> word.substring(word.indexOf('=') + 1), Collectors.toList())));
        found.keySet().stream().filter(key -> !KEYS.contains(key)).findFirst().ifPresent(key -> {
            throw new ToolException.BadArgument("nothing is selected by '" + UntrustedText.line(key) + "'"
                    + Names.nearest(key, KEYS)
                            .map(near -> ", did you mean '" + near + "'?")
                            .orElse("; there are " + String.join(", ", KEYS)));
        });
        return new Selection(
                Set.copyOf(found.getOrDefault("guest", List.of())),
                one(found, "tag"),
                one(found, "pool"),
                one(found, "node"),
                one(found, "kind").map(Selection::kind).map(Set::of).orElse(Set.of()));
    }

    private static Optional<String> one(Map<String, List<String>> found, String key) {
        List<String> values = found.getOrDefault(key, List.of());
        if (values.size() > 1) {
            throw new ToolException.BadArgument("'" + key + "' selects by one value, not by " + values.size());
        }
        return values.stream().findFirst();
    }

    private static GuestKind kind(String text) {
        return switch (text) {
            case "vm" -> GuestKind.VM;
            case "container" -> GuestKind.CONTAINER;
            default ->
                throw new ToolException.BadArgument("kind is vm or container, not '" + UntrustedText.line(text) + "'");
        };
    }

    public boolean isAll() {
        return equals(ALL);
    }

    /// The selected guests, by vmid, each with its configuration: from the memory, and of now what the memory has not
    /// read yet from the cluster.
    ///
    /// @throws ToolException.NotFound when a guest that is named is not there
    public List<Selected> guests(Reading reading) {
        List<GuestState> all = InventoryQueries.guests(reading);
        requireNamed(all);
        List<GuestState> chosen = all.stream().filter(this::selects).toList();
        List<Selected> known = new ArrayList<>();
        List<GuestState> unread = new ArrayList<>();
        for (GuestState state : chosen) {
            Optional<SortedMap<String, String>> config =
                    reading.guests().config(state.guest().vmid());
            if (config.isEmpty() && reading.moment() instanceof Moment.Now) {
                unread.add(state);
            } else {
                known.add(new Selected(state, config));
            }
        }
        known.addAll(Parallel.map(unread, state -> new Selected(state, live(reading, state.guest()))));
        known.sort((one, other) ->
                Integer.compare(one.guest().vmid(), other.guest().vmid()));
        return known;
    }

    private static Optional<SortedMap<String, String>> live(Reading reading, Guest guest) {
        try {
            return Optional.of(reading.cluster()
                    .api()
                    .guest(GuestType.of(guest.kind() == GuestKind.CONTAINER), guest.node(), guest.vmid())
                    .config(ConfigQuery.WANTED)
                    .withoutDigest());
        } catch (ProxmoxException _) {
            return Optional.empty();
        }
    }

    private void requireNamed(List<GuestState> all) {
        for (String name : guests) {
            if (all.stream().noneMatch(state -> is(state.guest(), name))) {
                throw new ToolException.NotFound("There is no guest '" + UntrustedText.line(name)
                        + "' to export; list_vms and list_containers show all.");
            }
        }
    }

    private boolean selects(GuestState state) {
        Guest guest = state.guest();
        return (guests.isEmpty() || guests.stream().anyMatch(name -> is(guest, name)))
                && tag.filter(one -> !guest.tags().contains(one)).isEmpty()
                && pool.filter(one -> !guest.pool().equals(pool)).isEmpty()
                && node.filter(one -> !guest.node().equals(one)).isEmpty()
                && (kinds.isEmpty() || kinds.contains(guest.kind()));
    }

    private static boolean is(Guest guest, String name) {
        return String.valueOf(guest.vmid()).equals(name)
                || guest.name().filter(name::equals).isPresent();
    }
}
