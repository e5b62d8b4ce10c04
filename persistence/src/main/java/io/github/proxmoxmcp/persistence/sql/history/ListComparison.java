package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Comparison.Absent;
import io.github.proxmoxmcp.persistence.sql.history.ListReadings.Reading;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Compares the lists of an observation, and ends what is gone besides guests.
public final class ListComparison {

    private static final String PLACE = "place";

    private final Versions versions;
    private final Observation seen;
    private final long at;
    private final Comparison comparison;
    private final Map<List<String>, Reading> before = new HashMap<>();
    private final Map<List<String>, Boolean> read = new LinkedHashMap<>();

    public ListComparison(Versions versions, Observation seen, Comparison comparison) {
        this.versions = versions;
        this.seen = seen;
        this.at = seen.at().toEpochMilli();
        this.comparison = comparison;
    }

    public void compare() throws SQLException {
        if (seen.inventory().listings().isEmpty()) {
            return;
        }
        before.putAll(new ListReadings(versions).all());
        for (Listing<?> listing : seen.inventory().listings()) {
            InventoryTable table = InventoryTable.of(listing.type());
            compare(
                    table.table(),
                    List.copyOf(listing.scope()),
                    listing.all().stream().map(table::row).toList(),
                    listing.proof());
        }
        new ListReadings(versions).record(read, at);
    }

    private void compare(HistoryTable kind, List<Object> scope, List<Row> rows, boolean proof) throws SQLException {
        List<String> list = ListReadings.key(kind, scope);
        Reading reading = before.get(list);
        boolean late = reading != null && reading.last() > at;
        boolean belongsToTheGone = kind.key().find("node").stream()
                .anyMatch(column -> column < scope.size()
                        && seen.inventory()
                                .goneNodes()
                                .contains(scope.get(column).toString()));
        if (late || belongsToTheGone || read.put(list, proof) != null) {
            return;
        }
        Where where = Where.now();
        for (int column = 0; column < scope.size(); column++) {
            where = where.and(Where.is(kind.key().name(column), scope.get(column)));
        }
        List<Version> current = versions.find(kind, where).stream()
                .filter(version -> !isGone(kind, version.key()))
                .toList();
        comparison.compare(kind, current, rows, Set.of(), proof ? Absent.END : Absent.BECOME_UNKNOWN);
    }

    /// Ends nodes with all that belongs to them, and storages on nodes.
    public void endGone() throws SQLException {
        for (HistoryTable kind : HistoryTables.all()) {
            if (kind.kind() == Kind.NODE || kind.kind() == Kind.NODE_DETAILS) {
                end(kind, "name", seen.inventory().goneNodes());
            } else if (kind.key().find(PLACE).isPresent()) {
                end(kind, PLACE, gonePlaces());
            } else if (kind.key().find("node").isPresent()) {
                end(kind, "node", seen.inventory().goneNodes());
            }
        }
        for (String storage : seen.inventory().goneStorages()) {
            int split = storage.indexOf('@');
            if (split < 0) {
                endAll(InventoryTable.of(StorageDefinition.class).table(), Where.is("name", storage));
            } else if (split > 0 && !seen.inventory().goneNodes().contains(storage.substring(split + 1))) {
                endAll(
                        HistoryTables.STORAGES,
                        Where.is("name", storage.substring(0, split))
                                .and(Where.is("node", storage.substring(split + 1))));
            }
        }
    }

    /// Firewalls that are there no more: their node, or their guest, is gone.
    private Set<String> gonePlaces() {
        Set<String> places = new HashSet<>();
        seen.inventory().goneNodes().forEach(node -> places.add("node/" + node));
        seen.guests().gone().forEach(vmid -> places.add("guest/" + vmid));
        return places;
    }

    /// Whether a thing went with what it belongs to: that is told, and not its parts.
    public boolean wentWithItsPlace(HistoryTable kind, List<Object> key) {
        return kind.key().name(0).equals(PLACE)
                && gonePlaces().contains(key.getFirst().toString());
    }

    /// Whether the observation says that a node, or a storage, is there no more.
    public boolean isGone(HistoryTable kind, List<Object> key) {
        return switch (kind.kind()) {
            case NODE, NODE_DETAILS ->
                seen.inventory().goneNodes().contains(key.getFirst().toString());
            case STORAGE ->
                seen.inventory().goneNodes().contains(key.getLast().toString())
                        || seen.inventory().goneStorages().contains(key.getFirst() + "@" + key.getLast());
            case STORAGE_DEFINITION ->
                seen.inventory().goneStorages().contains(key.getFirst().toString());
            default -> false;
        };
    }

    private void end(HistoryTable kind, String column, Set<String> nodes) throws SQLException {
        for (List<String> some : Versions.chunks(nodes)) {
            endAll(kind, Where.in(column, some));
        }
    }

    private void endAll(HistoryTable kind, Where where) throws SQLException {
        for (Version version : versions.find(kind, Where.now().and(where))) {
            comparison.end(kind, version);
        }
    }

    /// When the list of a thing was read the last time before.
    public OptionalLong lastRead(HistoryTable kind, List<Object> key) {
        Reading reading = before.get(ListReadings.key(kind, key));
        return reading == null ? OptionalLong.empty() : OptionalLong.of(reading.last());
    }

    /// Whether the list of a thing had been read as a whole before: what stands in the first one became known, it did
    /// not change.
    public boolean wasKnown(HistoryTable kind, List<Object> key) {
        return !read.containsKey(ListReadings.key(kind, key))
                || Optional.ofNullable(before.get(ListReadings.key(kind, key)))
                        .flatMap(reading -> reading.first().stream().boxed().findFirst())
                        .isPresent();
    }
}
