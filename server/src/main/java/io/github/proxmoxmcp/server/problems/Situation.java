package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Validity;
import io.github.proxmoxmcp.server.cluster.ConfigFacts;
import io.github.proxmoxmcp.server.cluster.InventoryAt;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the checks look at: one moment of a cluster.
final class Situation {

    private final Reading reading;
    private final Optional<Area> area;
    private Optional<Map<Integer, ConfigFacts>> configs = Optional.empty();
    private final List<GuestState> guests;
    private final List<NodeState> nodes;
    private final List<StorageState> storages;

    /// @param area the only one that is asked about; absent: all
    Situation(Reading reading, Optional<Area> area) {
        this.reading = reading;
        this.area = area;
        this.guests = InventoryQueries.guests(reading);
        this.nodes = reading.nodes();
        this.storages = reading.storages();
    }

    Reading reading() {
        return reading;
    }

    String cluster() {
        return reading.cluster().name();
    }

    boolean isOnly(Area one) {
        return area.filter(one::equals).isPresent();
    }

    /// The moment that is looked at.
    Instant at() {
        return reading.moment() instanceof Moment.At(Instant at) ? at : reading.now();
    }

    boolean isNow() {
        return reading.moment() instanceof Moment.Now;
    }

    List<GuestState> guests() {
        return guests;
    }

    List<NodeState> nodes() {
        return nodes;
    }

    /// Whether a node can be asked something now.
    boolean isOnline(String node) {
        return nodes.stream()
                .anyMatch(state -> state.node().name().equals(node)
                        && state.node().status().equals("online")
                        && state.validity().unknownSince().isEmpty());
    }

    List<StorageState> storages() {
        return storages;
    }

    InventoryAt inventory() {
        return reading.inventory();
    }

    /// Since when a thing of a list is as it is; absent where it was so when that list was read first.
    ///
    /// @param scope what the list is of: a node, or nothing
    Optional<Instant> since(Kind kind, Optional<String> scope, Validity validity) {
        return Optional.of(validity.from())
                .filter(from -> inventory().readings().stream()
                        .filter(list -> list.kind() == kind && list.scope().equals(scope.orElse("")))
                        .flatMap(list -> list.wholeSince().stream())
                        .anyMatch(from::isAfter));
    }

    /// By vmid, of all whose configuration was read.
    Map<Integer, ConfigFacts> configs() {
        Map<Integer, ConfigFacts> read =
                configs.orElseGet(() -> reading.guests().configs(ConfigFacts.VIEW));
        configs = Optional.of(read);
        return read;
    }

    /// The guests whose configuration and snapshots were never read.
    List<Integer> unreadGuests() {
        return guests.stream()
                .map(state -> state.guest().vmid())
                .filter(vmid -> !configs().containsKey(vmid))
                .toList();
    }

    /// The nodes of which a list was not read as a whole, in a sentence's few words.
    List<String> unread(Kind kind, String what) {
        Set<String> whole = InventoryQueries.whole(reading, kind);
        List<String> missing = nodes.stream()
                .map(state -> state.node().name())
                .filter(node -> !whole.contains(node))
                .toList();
        return missing.isEmpty() ? List.of() : List.of(what + " of " + String.join(", ", missing));
    }

    /// When a fact of a guest last changed, as far as it was seen.
    Optional<Instant> changed(int vmid, String field) {
        return reading
                .store()
                .history()
                .changes(new ChangeQuery(
                        cluster(),
                        Instant.EPOCH,
                        at(),
                        Optional.of(Kind.GUEST),
                        Optional.of(String.valueOf(vmid)),
                        Optional.empty(),
                        Optional.of(field),
                        Optional.empty(),
                        1))
                .rows()
                .stream()
                .findFirst()
                .map(Change::at);
    }
}
