package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.persistence.inventory.Firewall;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.inventory.PoolMember;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Validity;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.declared.ThingLists;
import io.github.proxmoxmcp.server.sync.inventory.LiveLists;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Lists as the cluster has them now, each read once, and its digest before it: what was changed in between is refused
/// by Proxmox when it is written.
final class LiveThings implements ThingLists {

    private static final Validity NOW = new Validity(Instant.EPOCH, Optional.empty(), Optional.empty());

    private record Source(Kind kind, String scope) {}

    private final LiveLists lists;
    private final LiveDigests digests;
    private final Map<Source, List<Listing<?>>> read = new HashMap<>();

    LiveThings(Reading reading, Supplier<Permissions> rights) {
        this.lists = new LiveLists(reading.cluster().name(), reading.cluster().api(), reading.store(), rights.get());
        this.digests = new LiveDigests(reading);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends Record> List<Known<T>> list(Class<T> type, String scope) {
        return all(type, scope).stream()
                .filter(listing -> listing.type().equals(type)
                        && (scope.isEmpty() || listing.scope().contains(scope)))
                .flatMap(listing -> ((Listing<T>) listing).all().stream())
                .map(thing -> new Known<>(thing, NOW))
                .toList();
    }

    @Override
    public String doubt(Class<? extends Record> type, String scope) {
        List<Listing<?>> listings = all(type, scope).stream()
                .filter(listing -> listing.type().equals(type))
                .toList();
        if (listings.isEmpty()) {
            return "there is no " + scope.replace('/', ' ') + " now; what this plan makes has one for the next";
        }
        return listings.stream().allMatch(Listing::proof) ? "" : "the server's token may not see all of them";
    }

    /// The digest that a part of a thing had before it was read.
    Optional<String> digest(LiveDigests.Part part) {
        return digests.known(part);
    }

    private List<Listing<?>> all(Class<? extends Record> type, String scope) {
        Source source = source(type, scope);
        if (!read.containsKey(source)) {
            digests.read(source.kind(), source.scope());
            read.put(source, lists.read(source.kind(), source.scope()));
        }
        return read.getOrDefault(source, List.of());
    }

    /// One call tells of several kinds: of a pool and its members, of a firewall all that it has.
    private static Source source(Class<? extends Record> type, String scope) {
        Kind kind = InventoryKind.of(type.equals(PoolMember.class) ? Pool.class : type)
                .kind();
        if (type.getEnclosingClass() == Firewall.class) {
            boolean ofCluster = type.equals(Firewall.Group.class) || scope.startsWith("group/");
            return new Source(Kind.FIREWALL_RULE, ofCluster ? "cluster" : scope);
        }
        return new Source(kind, scope);
    }
}
