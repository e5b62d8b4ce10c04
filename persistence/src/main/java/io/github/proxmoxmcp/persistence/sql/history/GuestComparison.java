package io.github.proxmoxmcp.persistence.sql.history;

import static io.github.proxmoxmcp.persistence.sql.history.HistoryTables.GUESTS;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestSnapshots;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Comparison.Absent;
import io.github.proxmoxmcp.persistence.sql.history.DetailRows.Detail;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// Compares the guests of an observation, and their parts: tells who is who when vmids are used again.
public final class GuestComparison {

    private static final String UNKNOWN = "unknown";
    private static final Set<String> UNFINISHED = Set.of("clone", "create");

    /// Facts that every guest has: where one is absent it is not known yet.
    private static final Set<Integer> BECOME_KNOWN =
            Set.of(HistoryTables.GUEST_NAME, HistoryTables.GUEST_CPUS, HistoryTables.GUEST_MEMORY);

    /// So long a row may be late, with room to spare.
    private static final long LATE_MILLIS = 60_000;

    private static final int MAX_GUESTS_READ_BY_VMID = 1_000;

    private final Versions versions;
    private final Observation seen;
    private final long at;
    private final Comparison comparison;

    /// Guests as they are after this observation, by vmid.
    private final Map<Integer, Row> present = new HashMap<>();

    private final Set<List<Object>> ended = new HashSet<>();
    private final Map<List<Object>, Detail> details = new HashMap<>();

    /// Guests whose configuration is in this observation.
    private final Set<Integer> configured;

    public GuestComparison(Versions versions, Observation seen, Comparison comparison) {
        this.versions = versions;
        this.seen = seen;
        this.at = seen.at().toEpochMilli();
        this.comparison = comparison;
        this.configured = vmids(seen.guests().configs(), GuestConfig::vmid);
    }

    public void compare() throws SQLException {
        Set<Integer> parts = new HashSet<>(configured);
        parts.addAll(vmids(seen.guests().snapshots(), GuestSnapshots::vmid));
        details.putAll(new DetailRows(versions, at).of(parts));
        compareGuests(current(parts));
        Set<Integer> gone = new HashSet<>();
        ended.forEach(key -> gone.add((Integer) key.getFirst()));
        details.putAll(new DetailRows(versions, at).of(gone));
        if (!parts.isEmpty() || !gone.isEmpty()) {
            compareParts(HistoryTables.GUEST_CONFIGS, configRows());
            compareParts(HistoryTables.GUEST_SNAPSHOTS, snapshotRows());
        }
    }

    /// The facts of a guest of which only parts changed.
    public Optional<Facts> facts(List<Object> key) {
        return Optional.ofNullable(present.get((Integer) key.getFirst())).map(Row::facts);
    }

    /// The facts of the guest that has this vmid now.
    public Optional<Facts> present(int vmid) throws SQLException {
        Row row = present.get(vmid);
        return row != null
                ? Optional.of(row.facts())
                : versions.ofGuests(GUESTS, List.of(vmid), Where.now()).stream()
                        .map(Version::facts)
                        .findFirst();
    }

    /// What was noted of the reading of details, for guests with parts in this observation.
    public Detail detail(List<Object> key) {
        return details.getOrDefault(key.subList(0, 2), Detail.NEVER_READ);
    }

    /// The key of the guest that has this vmid now.
    public Optional<List<Object>> key(int vmid) {
        return Optional.ofNullable(present.get(vmid)).map(Row::key);
    }

    private Map<Integer, Version> current(Set<Integer> parts) throws SQLException {
        Set<Integer> vmids = new HashSet<>(parts);
        vmids.addAll(seen.guests().gone());
        vmids.addAll(vmids(seen.guests().rows(), Guest::vmid));
        boolean all = seen.complete().contains(Kind.GUEST) || vmids.size() > MAX_GUESTS_READ_BY_VMID;
        List<Version> found = all ? versions.find(GUESTS, Where.now()) : versions.ofGuests(GUESTS, vmids, Where.now());
        Map<Integer, Version> current = HashMap.newHashMap(found.size());
        found.forEach(version -> current.put((Integer) version.key().getFirst(), version));
        return current;
    }

    private void compareGuests(Map<Integer, Version> current) throws SQLException {
        current.forEach((vmid, version) -> present.put(vmid, version.row()));
        List<Row> rows = new ArrayList<>();
        Set<List<Object>> unknown = new HashSet<>();
        Map<Integer, Integer> next = nextIncarnations(current);
        for (Guest guest : seen.guests().rows()) {
            Optional<Row> before =
                    Optional.ofNullable(current.get(guest.vmid())).map(Version::row);
            if (seen.guests().gone().contains(guest.vmid()) || (before.isEmpty() && !next.containsKey(guest.vmid()))) {
                continue;
            }
            Row row = row(guest, before, next);
            rows.add(row);
            if (isUnknown(guest)) {
                unknown.add(row.key());
            }
        }
        List<Version> staying = new ArrayList<>();
        for (Version version : current.values()) {
            if (ended.contains(version.key())
                    || seen.guests().gone().contains((Integer) version.key().getFirst())) {
                end(version);
            } else {
                staying.add(version);
            }
        }
        comparison.compareLearning(
                GUESTS,
                staying,
                rows,
                unknown,
                seen.complete().contains(Kind.GUEST) ? Absent.BECOME_UNKNOWN : Absent.STAY,
                (before, row) -> learns(before, row.facts()) || isCorrected(before, row));
        rows.forEach(row -> present.put((Integer) row.key().getFirst(), row));
    }

    /// A guest that is being made is shown before it is whole: its tags come later, its name and state up to ten
    /// seconds later, and a clone for another node is first shown on its source's.
    private static boolean learns(Version before, Facts after) {
        boolean unfinished = before.facts()
                .text(HistoryTables.GUEST_LOCK)
                .filter(UNFINISHED::contains)
                .isPresent();
        boolean nameless = before.facts().text(HistoryTables.GUEST_NAME).isEmpty();
        // A row of a lost node does not say whether it is a template either.
        boolean unknown =
                nameless && before.facts().text(HistoryTables.GUEST_STATUS).equals(Optional.of(UNKNOWN));
        return IntStream.range(0, after.size())
                .filter(column -> !before.facts().text(column).equals(after.text(column)))
                .allMatch(column -> (unfinished && nameless)
                        || (before.facts().text(column).isEmpty() && BECOME_KNOWN.contains(column))
                        || (unknown && column == HistoryTables.GUEST_TEMPLATE)
                        || before.facts().text(column).equals(Optional.of(UNKNOWN)));
    }

    /// The row that a guest was first known by may have been late, or another guest's: what its configuration says when
    /// it is read for the first time was the case already.
    private boolean isCorrected(Version before, Row row) {
        return before.from() > at - LATE_MILLIS
                && configured.contains((Integer) row.key().getFirst())
                && detail(row.key()).configSince().isEmpty()
                && IntStream.range(0, row.facts().size())
                        .filter(column ->
                                !before.facts().text(column).equals(row.facts().text(column)))
                        .allMatch(column -> BECOME_KNOWN.contains(column) || column == HistoryTables.GUEST_TEMPLATE);
    }

    private void end(Version version) {
        if (version.from() <= at) {
            comparison.end(GUESTS, version);
            ended.add(version.key());
            present.remove((Integer) version.key().getFirst());
        }
    }

    private Row row(Guest guest, Optional<Row> before, Map<Integer, Integer> next) {
        if (before.isEmpty()) {
            return HistoryTables.row(guest, next.getOrDefault(guest.vmid(), 1));
        }
        int incarnation = (Integer) before.get().key().get(1);
        String kind = before.get().facts().text(HistoryTables.GUEST_KIND).orElseThrow();
        if (!kind.equals(HistoryTables.kind(guest.kind()))) {
            ended.add(before.get().key());
            return HistoryTables.row(guest, incarnation + 1);
        }
        Row row = HistoryTables.row(guest, incarnation);
        // Of a guest whose node is lost, Proxmox still knows what stands in the replicated configuration, no more.
        return isUnknown(guest)
                ? new Row(
                        row.key(),
                        before.get()
                                .facts()
                                .with(
                                        row.facts(),
                                        HistoryTables.GUEST_NODE,
                                        HistoryTables.GUEST_TAGS,
                                        HistoryTables.GUEST_POOL,
                                        HistoryTables.GUEST_LOCK))
                : new Row(row.key(), known(row.facts(), before.get().facts()));
    }

    /// A row without a name lacks the other late facts too.
    private static Facts known(Facts after, Facts before) {
        Facts facts = after;
        for (int column : BECOME_KNOWN) {
            if (facts.text(column).isEmpty()) {
                facts = facts.with(before, column);
            }
        }
        return facts;
    }

    private static boolean isUnknown(Guest guest) {
        return guest.status().equals(UNKNOWN) && guest.name().isEmpty();
    }

    /// The incarnations of guests that appear; a vmid is left out when its last guest ended after this look.
    private Map<Integer, Integer> nextIncarnations(Map<Integer, Version> current) throws SQLException {
        Map<Integer, Integer> next = new HashMap<>();
        seen.guests().rows().stream()
                .map(Guest::vmid)
                .filter(vmid -> !current.containsKey(vmid))
                .forEach(vmid -> next.put(vmid, 1));
        for (List<Integer> some : Versions.chunks(List.copyOf(next.keySet()))) {
            versions.query(
                    "select vmid, max(incarnation), max(valid_to) from guest where cluster = ?",
                    Where.in("vmid", some).and(new Where(" group by vmid", List.of())),
                    row -> {
                        if (row.getLong(3) > at) {
                            next.remove(row.getInt(1));
                        } else {
                            next.put(row.getInt(1), row.getInt(2) + 1);
                        }
                    });
        }
        return next;
    }

    /// @param rows what was read, by guest; each list is whole
    private void compareParts(HistoryTable kind, Map<List<Object>, List<Row>> rows) throws SQLException {
        Set<Integer> vmids = new HashSet<>();
        rows.keySet().forEach(guest -> vmids.add((Integer) guest.getFirst()));
        ended.forEach(guest -> vmids.add((Integer) guest.getFirst()));
        List<Version> current = new ArrayList<>();
        for (Version version : versions.ofGuests(kind, vmids, Where.now())) {
            List<Object> guest = version.key().subList(0, 2);
            if (ended.contains(guest)) {
                comparison.end(kind, version);
            } else if (rows.containsKey(guest)) {
                current.add(version);
            }
        }
        comparison.compare(
                kind, current, rows.values().stream().flatMap(List::stream).toList(), Set.of(), Absent.END);
    }

    private Map<List<Object>, List<Row>> configRows() {
        Map<List<Object>, List<Row>> rows = new HashMap<>();
        for (GuestConfig config : seen.guests().configs()) {
            key(config.vmid())
                    .filter(key -> detail(key).configRead().orElse(at) <= at)
                    .ifPresent(key -> rows.put(
                            key,
                            config.entries().entrySet().stream()
                                    .map(entry -> HistoryTables.row(key, entry.getKey(), entry.getValue()))
                                    .toList()));
        }
        return rows;
    }

    private Map<List<Object>, List<Row>> snapshotRows() {
        Map<List<Object>, List<Row>> rows = new HashMap<>();
        for (GuestSnapshots snapshots : seen.guests().snapshots()) {
            key(snapshots.vmid())
                    .filter(key -> detail(key).snapshotsRead().orElse(at) <= at)
                    .ifPresent(key -> rows.put(
                            key,
                            snapshots.snapshots().stream()
                                    .map(snapshot -> HistoryTables.row(key, snapshot))
                                    .toList()));
        }
        return rows;
    }

    private static <T> Set<Integer> vmids(Collection<T> things, ToIntFunction<T> vmid) {
        return Set.copyOf(things.stream().mapToInt(vmid).boxed().distinct().toList());
    }
}
