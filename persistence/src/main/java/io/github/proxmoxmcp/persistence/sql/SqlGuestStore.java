package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.toMap;

import io.github.proxmoxmcp.persistence.ConfigView;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestQuery;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.GuestStore;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Similarity;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.DetailRows;
import io.github.proxmoxmcp.persistence.sql.history.DetailRows.Detail;
import io.github.proxmoxmcp.persistence.sql.history.Gauges;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.InventoryTable;
import io.github.proxmoxmcp.persistence.sql.history.Present;
import io.github.proxmoxmcp.persistence.sql.history.PresentGuests;
import io.github.proxmoxmcp.persistence.sql.history.Records;
import io.github.proxmoxmcp.persistence.sql.history.Version;
import io.github.proxmoxmcp.persistence.sql.history.Versions;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

final class SqlGuestStore implements GuestStore {

    private final Database database;

    private final Present present;

    SqlGuestStore(Database database, Present present) {
        this.database = database;
        this.present = present;
    }

    @Override
    public SortedMap<Integer, GuestState> all(String cluster, Moment moment) {
        SortedMap<Integer, GuestState> nothing = Collections.emptySortedMap();
        return moment instanceof Moment.Now
                ? present.of(cluster, nothing, PresentGuests.ALL)
                : Clusters.read(database, cluster, nothing, versions -> PresentGuests.all(versions, cluster, moment));
    }

    @Override
    public Map<Integer, GuestGauges> gauges(String cluster) {
        return present.of(cluster, Map.of(), PresentGuests.GAUGES);
    }

    @Override
    public <T> Map<Integer, T> configs(String cluster, Moment moment, ConfigView<T> view) {
        return moment instanceof Moment.Now
                ? present.view(cluster, view)
                : Clusters.read(database, cluster, Map.of(), versions -> PresentGuests.view(versions, moment, view));
    }

    @Override
    public Page<GuestState> list(GuestQuery query) {
        String cluster = query.cluster();
        Page<GuestState> nothing = new Page<>(List.of(), 0, Optional.empty());
        return query.moment() instanceof Moment.Now
                ? Clusters.read(
                        database,
                        cluster,
                        nothing,
                        versions -> new GuestList(versions, database.dialect(), query)
                                .page(
                                        present.of(versions, cluster, PresentGuests.ALL)
                                                .values(),
                                        present.of(versions, cluster, PresentGuests.GAUGES)))
                : Clusters.recall(
                        database,
                        query,
                        cluster,
                        nothing,
                        versions -> new GuestList(versions, database.dialect(), query).page());
    }

    @Override
    public Optional<GuestState> get(String cluster, int vmid, Moment moment) {
        return find(cluster, Where.is("vmid", vmid).and(Where.atOfOne(moment)), moment).stream()
                .findFirst();
    }

    @Override
    public List<Incarnation> incarnations(String cluster, int vmid) {
        return database.read(connection -> {
            List<Incarnation> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> {
                        long to = row.getLong(3);
                        found.add(new Incarnation(
                                row.getInt(1),
                                Instant.ofEpochMilli(row.getLong(2)),
                                to == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(to))));
                    },
                    "select incarnation, min(valid_from), max(coalesce(valid_to, " + Long.MAX_VALUE + ")) from guest"
                            + " where cluster = ? and vmid = ? group by incarnation order by incarnation",
                    cluster,
                    vmid);
            return found;
        });
    }

    @Override
    public List<GuestState> named(String cluster, String name, Moment moment) {
        List<GuestState> found = find(
                cluster,
                new Where(" and lower(name) = lower(cast(? as varchar))", List.of(name)).and(Where.at(moment)),
                moment);
        List<GuestState> exactly = found.stream()
                .filter(state -> state.guest().name().filter(name::equals).isPresent())
                .toList();
        return exactly.isEmpty() ? found : exactly;
    }

    @Override
    public List<Guest> present(String cluster) {
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> versions.find(HistoryTables.GUESTS, Where.now()).stream()
                        .map(version -> Records.guest(cluster, version, Moment.now(), Optional.empty())
                                .guest())
                        .toList());
    }

    @Override
    public List<GuestState> unknown(String cluster) {
        return find(cluster, Where.now().and(new Where(" and unknown_since is not null", List.of())), Moment.now());
    }

    private List<GuestState> find(String cluster, Where where, Moment moment) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            List<GuestState> guests = new ArrayList<>();
            for (Version version : versions.find(HistoryTables.GUESTS, where)) {
                guests.add(Records.guest(cluster, version, moment, gauges(versions, version, moment)));
            }
            guests.sort(Comparator.comparingInt(state -> state.guest().vmid()));
            return guests;
        });
    }

    private static Optional<GuestGauges> gauges(Versions versions, Version guest, Moment moment) throws SQLException {
        int vmid = (Integer) guest.key().getFirst();
        return moment instanceof Moment.Now
                ? Optional.ofNullable(Gauges.GUESTS
                                .latest(versions, Where.is("vmid", vmid))
                                .get(List.of(vmid)))
                        .map(values -> Records.guestGauges(vmid, values))
                : Optional.empty();
    }

    @Override
    public List<Integer> everNamed(String cluster, String name) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            List<Integer> vmids = new ArrayList<>();
            versions.query(
                    "select distinct vmid from guest where cluster = ?",
                    Where.is("name", name).and(new Where(" order by vmid", List.of())),
                    row -> vmids.add(row.getInt(1)));
            return vmids;
        });
    }

    @Override
    public List<String> namesLike(String cluster, String name, int limit) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            List<String> names = new ArrayList<>();
            versions.query(
                    "select distinct name from guest where cluster = ? and name is not null",
                    Where.now(),
                    row -> names.add(row.getString(1)));
            return Similarity.nearest(name, names, limit);
        });
    }

    @Override
    public Optional<SortedMap<String, String>> config(String cluster, int vmid, Moment moment) {
        return parts(cluster, vmid, moment, HistoryTables.GUEST_CONFIGS, Detail::configSince)
                .map(entries -> entries.stream()
                        .collect(toMap(
                                entry -> entry.key().getLast().toString(),
                                entry -> entry.facts().text(0).orElseThrow(),
                                (one, _) -> one,
                                TreeMap::new)));
    }

    @Override
    public Optional<List<GuestSnapshot>> snapshots(String cluster, int vmid, Moment moment) {
        return parts(cluster, vmid, moment, HistoryTables.GUEST_SNAPSHOTS, Detail::snapshotsSince)
                .map(versions -> versions.stream()
                        .map(Records::snapshot)
                        .sorted(Comparator.comparing((GuestSnapshot snapshot) ->
                                        snapshot.createdAt().orElse(Instant.EPOCH))
                                .thenComparing(GuestSnapshot::name))
                        .toList());
    }

    @Override
    public List<SnapshotOf> snapshotsMadeBefore(String cluster, Instant made, Moment moment, int limit) {
        SortedMap<Integer, GuestState> guests = all(cluster, moment);
        Where old =
                new Where(" and created_at < ? order by created_at, vmid limit ?", List.of(made.toEpochMilli(), limit));
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> versions
                        .find(HistoryTables.GUEST_SNAPSHOTS, Where.at(moment).and(old))
                        .stream()
                        .map(version -> snapshot(version, guests))
                        .toList());
    }

    private static SnapshotOf snapshot(Version version, SortedMap<Integer, GuestState> guests) {
        Integer vmid = (Integer) version.key().getFirst();
        return new SnapshotOf(
                vmid,
                Optional.ofNullable(guests.get(vmid))
                        .flatMap(state -> state.guest().name()),
                Records.snapshot(version));
    }

    @Override
    public Optional<String> haRequested(String cluster, int vmid, Moment moment) {
        InventoryTable resources = InventoryTable.of(HaResource.class);
        return Clusters.read(
                database,
                cluster,
                Optional.empty(),
                versions -> versions.first(
                                resources.table(), Where.is("vmid", vmid).and(Where.at(moment)))
                        .map(found -> resources.thing(HaResource.class, found).state()));
    }

    /// @param since when the parts of a guest were read first
    private Optional<List<Version>> parts(
            String cluster, int vmid, Moment moment, HistoryTable kind, Function<Detail, OptionalLong> since) {
        return Clusters.read(database, cluster, Optional.empty(), versions -> {
            Optional<Version> guest =
                    versions.first(HistoryTables.GUESTS, Where.is("vmid", vmid).and(Where.atOfOne(moment)));
            if (guest.isEmpty() || !wasRead(versions, guest.get(), moment, since)) {
                return Optional.empty();
            }
            Object incarnation = guest.get().key().getLast();
            return Optional.of(versions.find(
                    kind,
                    Where.is("vmid", vmid)
                            .and(Where.is("incarnation", incarnation))
                            .and(Where.atOfOne(moment))));
        });
    }

    private static boolean wasRead(
            Versions versions, Version guest, Moment moment, Function<Detail, OptionalLong> since) throws SQLException {
        Map<List<Object>, Detail> details =
                new DetailRows(versions, 0).of(List.of((Integer) guest.key().getFirst()));
        OptionalLong first = since.apply(details.getOrDefault(guest.key(), Detail.NEVER_READ));
        return first.isPresent() && (!(moment instanceof Moment.At(var at)) || first.getAsLong() <= at.toEpochMilli());
    }

    @Override
    public Optional<ConfigReading> configReading(String cluster, int vmid) {
        return Optional.ofNullable(
                configReadings(cluster, Where.is("detail.vmid", vmid)).get(vmid));
    }

    @Override
    public Map<Integer, ConfigReading> configReadings(String cluster) {
        return configReadings(cluster, Where.ANY);
    }

    private Map<Integer, ConfigReading> configReadings(String cluster, Where which) {
        return Clusters.read(database, cluster, Map.of(), versions -> {
            Map<Integer, ConfigReading> found = new HashMap<>();
            versions.query(
                    """
                    select detail.vmid, detail.config_read_at, coalesce(detail.digest, '')
                    from guest_detail detail
                    join guest on guest.cluster = detail.cluster and guest.vmid = detail.vmid
                      and guest.incarnation = detail.incarnation and guest.valid_to is null
                    where detail.cluster = ?\
                    """,
                    new Where(" and detail.config_read_at is not null", List.of()).and(which),
                    row -> found.put(
                            row.getInt(1), new ConfigReading(Instant.ofEpochMilli(row.getLong(2)), row.getString(3))));
            return found;
        });
    }

    @Override
    public List<DetailDue> detailsDue(String cluster, Instant readBefore, Instant containersReadBefore, int limit) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            List<DetailDue> due = new ArrayList<>();
            // What changed after it was read comes first, then what was never read, then what was read longest ago.
            versions.query(
                    """
                    select guest.vmid, guest.kind, guest.node, detail.digest
                    from guest_detail detail
                    join guest on guest.cluster = detail.cluster and guest.vmid = detail.vmid
                      and guest.incarnation = detail.incarnation and guest.valid_to is null
                      and guest.unknown_since is null
                    where detail.cluster = ?\
                    """,
                    new Where("""
                         and (detail.hinted_at is not null or detail.config_read_at < ?
                          or guest.kind = 'container' and detail.config_read_at < ?)
                        order by
                          case when detail.config_read_at is null then 1 when detail.hinted_at is null then 2 else 0 end,
                          coalesce(detail.hinted_at, detail.config_read_at), guest.vmid
                        limit ?\
                        """, List.of(readBefore.toEpochMilli(), containersReadBefore.toEpochMilli(), limit)),
                    row -> due.add(new DetailDue(
                            row.getInt(1),
                            GuestKind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                            row.getString(3),
                            Optional.ofNullable(row.getString(4)))));
            return due;
        });
    }
}
