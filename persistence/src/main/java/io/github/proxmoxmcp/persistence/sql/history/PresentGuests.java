package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.ConfigView;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Present.Part;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The parts of the present that are read of guests.
public final class PresentGuests {

    private static final String CONFIGS = HistoryTables.GUEST_CONFIGS.table();

    /// So many guests' entries are read by their keys, those of more by one select of all.
    private static final int MAX_GUESTS_BY_KEY = 2_000;

    private PresentGuests() {}

    /// All guests that are there, by vmid, without gauges.
    public static final Part<SortedMap<Integer, GuestState>> ALL = new Part<>(
            List.of(HistoryTables.GUESTS.table()), (versions, cluster, _) -> all(versions, cluster, Moment.now()));

    /// The latest gauges of guests, by vmid.
    public static final Part<Map<Integer, GuestGauges>> GAUGES =
            new Part<>(List.of(Gauges.GUESTS.table()), (versions, _, _) -> {
                Map<Integer, GuestGauges> gauges = new HashMap<>();
                Gauges.GUESTS.latest(versions, Where.ANY).forEach((key, values) -> {
                    Integer vmid = (Integer) key.getFirst();
                    gauges.put(vmid, Records.guestGauges(vmid, values));
                });
                return gauges;
            });

    /// All guests at a moment, by vmid, without gauges.
    public static SortedMap<Integer, GuestState> all(Versions versions, String cluster, Moment moment)
            throws SQLException {
        SortedMap<Integer, GuestState> guests = new TreeMap<>();
        versions.query(HistoryTables.GUESTS.select(), Where.at(moment), row -> {
            GuestState state = Records.guest(cluster, HistoryTables.GUESTS.read(row), moment, Optional.empty());
            guests.put(state.guest().vmid(), state);
        });
        return Collections.unmodifiableSortedMap(guests);
    }

    /// When a guest's configuration was read: as long as this stays, so do its entries.
    private record Source(int incarnation, @Nullable String digest, long readAt) {}

    /// What a view is of each configuration.
    public record Viewed<T>(Map<Integer, Source> sources, Map<Integer, T> values) {}

    /// The part that a view is of all configurations.
    public static <T> Part<Viewed<T>> of(ConfigView<T> view) {
        return new Part<>(List.of(CONFIGS), (versions, _, before) -> {
            Map<Integer, Source> sources = sources(versions);
            Map<Integer, T> values = new HashMap<>();
            List<Integer> changed = sources.entrySet().stream()
                    .filter(source -> before.filter(known ->
                                    source.getValue().equals(known.sources().get(source.getKey())))
                            .isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
            before.ifPresent(known -> values.putAll(known.values()));
            values.keySet().retainAll(sources.keySet());
            values.keySet().removeAll(changed);
            if (changed.size() > MAX_GUESTS_BY_KEY) {
                values.putAll(view(versions, Moment.now(), view));
            } else {
                for (List<Integer> some : Versions.chunks(changed)) {
                    read(versions, Where.in("vmid", some).and(Where.now()), view, values);
                }
            }
            return new Viewed<>(sources, values);
        });
    }

    /// What a view is of each configuration at a moment.
    public static <T> Map<Integer, T> view(Versions versions, Moment moment, ConfigView<T> view) throws SQLException {
        Map<Integer, T> values = new HashMap<>();
        read(versions, Where.at(moment), view, values);
        return values;
    }

    private static Map<Integer, Source> sources(Versions versions) throws SQLException {
        Map<Integer, Source> sources = new HashMap<>();
        versions.query(
                """
                select d.vmid, d.incarnation, d.digest, d.config_read_at
                from guest_detail d
                join guest g on g.cluster = d.cluster and g.vmid = d.vmid and g.incarnation = d.incarnation
                  and g.valid_to is null
                where d.config_read_at is not null and d.cluster = ?\
                """,
                Where.ANY,
                row -> sources.put(row.getInt(1), new Source(row.getInt(2), row.getString(3), row.getLong(4))));
        return sources;
    }

    private static <T> void read(Versions versions, Where which, ConfigView<T> view, Map<Integer, T> values)
            throws SQLException {
        Entries<T> entries = new Entries<>(view, values);
        versions.query(
                "select vmid, key, value from " + CONFIGS + " where cluster = ?",
                which.and(new Where(" order by vmid", List.of())),
                row -> entries.add(row.getInt(1), row.getString(2), row.getString(3)));
        entries.end();
    }

    /// Entries one after the other, those of a guest together.
    private static final class Entries<T> {

        private final ConfigView<T> view;
        private final Map<Integer, T> values;
        private SortedMap<String, String> config = new TreeMap<>();
        private int vmid;

        Entries(ConfigView<T> view, Map<Integer, T> values) {
            this.view = view;
            this.values = values;
        }

        void add(int ofGuest, String key, String value) {
            if (ofGuest != vmid) {
                end();
                vmid = ofGuest;
            }
            config.put(key, value);
        }

        void end() {
            if (!config.isEmpty()) {
                values.put(vmid, Objects.requireNonNull(view.of().apply(config)));
            }
            config = new TreeMap<>();
        }
    }
}
