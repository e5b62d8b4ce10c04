package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Validity;
import io.github.proxmoxmcp.server.cluster.InventoryAt;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What the checks look at: one moment of a cluster.
final class Situation {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MAX_UNREAD_GUESTS = 100_000;
    private static final int MAX_ENTRIES = 200_000;

    private final Reading reading;
    private final Optional<Area> area;
    private Optional<QueryStore.Result> config = Optional.empty();
    private Optional<List<Integer>> unreadGuests = Optional.empty();
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

    /// Vmid, key and value of what checks look at in configurations, read once for all of them: it takes the longest.
    QueryStore.Result config() {
        QueryStore.Result read = config.orElseGet(() -> query(
                "select vmid, key, value from guest_config where key like 'scsi%' or key like 'virtio%' or key like"
                    + " 'sata%' or key like 'ide%' or key like 'efidisk%' or key like 'tpmstate%' or key like 'mp%' or"
                    + " key = 'rootfs' or key like 'hostpci%' or key like 'usb%' or key = 'onboot'",
                MAX_ENTRIES));
        config = Optional.of(read);
        return read;
    }

    /// The guests whose configuration and snapshots were never read.
    List<Integer> unreadGuests() {
        List<Integer> read = unreadGuests.orElseGet(() -> query(
                        "select vmid from guests g where not exists"
                                + " (select 1 from guest_config c where c.vmid = g.vmid) order by vmid",
                        MAX_UNREAD_GUESTS)
                .rows()
                .stream()
                .map(row -> ((Number) Objects.requireNonNull(row.getFirst())).intValue())
                .toList());
        unreadGuests = Optional.of(read);
        return read;
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

    QueryStore.Result query(String sql, int rows) {
        return reading.store().queries().run(cluster(), sql, reading.moment(), new QueryStore.Limits(rows, PATIENCE));
    }
}
