package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.HaGroup;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.HaRule;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.inventory.PoolMember;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Gathers what an export says of a cluster from a look into its memory.
public final class FactsReader {

    private static final QueryStore.Limits LIMITS = new QueryStore.Limits(200_000, Duration.ofSeconds(20));

    private final Reading reading;
    private final Selection selection;
    private final List<String> notes = new ArrayList<>();

    private FactsReader(Reading reading, Selection selection) {
        this.reading = reading;
        this.selection = selection;
    }

    public static ExportedFacts read(Reading reading, Selection selection) {
        return new FactsReader(reading, selection).read();
    }

    private ExportedFacts read() {
        boolean current = reading.moment() instanceof Moment.Now;
        Instant at = reading.moment() instanceof Moment.At(Instant then)
                ? then
                : reading.sync().asOf().orElse(reading.now());
        List<HaResource> ha = things(HaResource.class);
        List<ExportedGuest> guests = guests(current, ha);
        Set<Integer> vmids = guests.stream().map(ExportedGuest::vmid).collect(Collectors.toSet());
        boolean all = selection.isAll();
        if (all) {
            unread();
        }
        SortedMap<String, String> nodes = new TreeMap<>();
        reading.nodes()
                .forEach(state ->
                        nodes.put(state.node().name(), state.node().ip().orElse("")));
        return new ExportedFacts(
                reading.cluster().name(),
                at,
                current,
                nodes,
                guests,
                pools(guests, all),
                ha.stream()
                        .filter(one -> all || one.vmid().filter(vmids::contains).isPresent())
                        .toList(),
                things(ReplicationJob.class).stream()
                        .filter(job -> all || vmids.contains(job.vmid()))
                        .toList(),
                all ? things(StorageDefinition.class) : List.of(),
                all ? things(BackupJob.class) : List.of(),
                all ? rights() : ExportedRights.NONE,
                notes);
    }

    private ExportedRights rights() {
        return new ExportedRights(
                things(HaRule.class),
                things(HaGroup.class),
                things(Access.Role.class).stream()
                        .filter(role -> !role.builtin())
                        .toList(),
                things(Access.Group.class),
                things(Access.User.class),
                things(Access.Rule.class));
    }

    /// Lists that were never read whole, or not before the moment, of which more may be there than is known.
    private void unread() {
        Map.of(
                        Kind.POOL, "pools",
                        Kind.HA_RESOURCE, "HA resources",
                        Kind.REPLICATION_JOB, "replication jobs",
                        Kind.STORAGE_DEFINITION, "storages",
                        Kind.BACKUP_JOB, "backup jobs",
                        Kind.HA_RULE, "HA rules",
                        Kind.ACCESS_USER, "users",
                        Kind.ACCESS_RULE, "access control list")
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(list -> InventoryQueries.whole(reading, list.getKey()).isEmpty())
                .forEach(list ->
                        notes.add(list.getValue() + " were not read as a whole: there may be more than are exported"));
    }

    private List<ExportedGuest> guests(boolean current, List<HaResource> ha) {
        Map<Integer, List<String>> snapshots = new HashMap<>();
        rows("select vmid, name from guest_snapshots order by vmid, name")
                .forEach(row -> snapshots
                        .computeIfAbsent(number(row, 0).orElse(0), _ -> new ArrayList<>())
                        .add(text(row, 1).orElse("")));
        Map<Integer, GuestReport> reports = new HashMap<>();
        if (current) {
            reading.store()
                    .reports()
                    .all(reading.cluster().name())
                    .forEach(report -> reports.put(report.vmid(), report));
        }
        Set<Integer> managed = ha.stream().flatMap(one -> one.vmid().stream()).collect(Collectors.toSet());
        List<ExportedGuest> guests = new ArrayList<>();
        for (Selection.Selected one : selection.guests(reading)) {
            int vmid = one.guest().vmid();
            if (one.config().isEmpty()) {
                notes.add("guest " + vmid + " is left out: its configuration was not read"
                        + (current ? "" : " before that moment"));
                continue;
            }
            one.state()
                    .validity()
                    .unknownSince()
                    .ifPresent(since -> notes.add(
                            "guest " + vmid + " is not known since " + since + "; it is exported as it was last seen"));
            guests.add(new ExportedGuest(
                    one.guest(),
                    one.config().get(),
                    snapshots.getOrDefault(vmid, List.of()),
                    Optional.ofNullable(reports.get(vmid)),
                    managed.contains(vmid)));
        }
        return guests;
    }

    /// The pool of a guest is known from the guest itself, also to who may not see the pool.
    private List<ExportedPool> pools(List<ExportedGuest> guests, boolean all) {
        SortedMap<String, Optional<String>> names = new TreeMap<>();
        SortedMap<String, SortedSet<Integer>> members = new TreeMap<>();
        guests.forEach(guest -> guest.guest().pool().ifPresent(pool -> {
            names.put(pool, Optional.empty());
            members.computeIfAbsent(pool, _ -> new TreeSet<>()).add(guest.vmid());
        }));
        for (Pool pool : things(Pool.class)) {
            if (all || names.containsKey(pool.name())) {
                names.put(pool.name(), pool.comment());
            }
        }
        SortedMap<String, SortedSet<String>> storages = new TreeMap<>();
        for (PoolMember member : all ? things(PoolMember.class) : List.<PoolMember>of()) {
            if (member.type().equals("storage")) {
                storages.computeIfAbsent(member.pool(), _ -> new TreeSet<>()).add(member.member());
            }
        }
        List<ExportedPool> pools = new ArrayList<>();
        names.forEach((name, comment) -> pools.add(new ExportedPool(
                name,
                comment,
                members.getOrDefault(name, Collections.emptySortedSet()),
                storages.getOrDefault(name, Collections.emptySortedSet()))));
        return pools;
    }

    private <T extends Record> List<T> things(Class<T> type) {
        return reading.inventory().list(type).stream().map(Known::thing).toList();
    }

    /// What is null is empty.
    private List<List<String>> rows(String sql) {
        QueryStore.Result result =
                reading.store().queries().run(reading.cluster().name(), sql, reading.moment(), LIMITS);
        if (result.truncated()) {
            notes.add("there is more than is exported: '" + sql + "' has more than " + LIMITS.rows() + " rows");
        }
        return result.rows().stream()
                .map(row ->
                        row.stream().map(value -> Objects.toString(value, "")).toList())
                .toList();
    }

    private static Optional<String> text(List<String> row, int column) {
        return Optional.of(row.get(column)).filter(text -> !text.isEmpty());
    }

    private static Optional<Integer> number(List<String> row, int column) {
        return text(row, column).map(Integer::valueOf);
    }
}
