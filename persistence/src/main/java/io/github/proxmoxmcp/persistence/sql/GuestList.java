package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestQuery;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.sql.database.Cursor;
import io.github.proxmoxmcp.persistence.sql.database.Database.Dialect;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Gauges;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.Records;
import io.github.proxmoxmcp.persistence.sql.history.Version;
import io.github.proxmoxmcp.persistence.sql.history.Versions;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// One page of guests: the rows of the page and the number of them all, by two selects.
final class GuestList {

    private static final String FROM =
            " from guest left join guest_gauge on guest_gauge.cluster = guest.cluster and guest_gauge.vmid ="
                    + " guest.vmid";

    private final Versions versions;
    private final GuestQuery query;
    private final Order order;

    GuestList(Versions versions, Dialect dialect, GuestQuery query) {
        this.versions = versions;
        this.query = query;
        this.order = order(dialect);
    }

    /// How the list is sorted: by a value that may be missing, then by vmid.
    private record Order(
            String column,
            boolean descending,
            Function<GuestState, Optional<?>> value,
            Function<String, Object> parser) {

        static final Order VMID = new Order("guest.vmid", false, _ -> Optional.empty(), text -> text);

        String sql() {
            return equals(VMID)
                    ? " order by guest.vmid"
                    : " order by " + column + (descending ? " desc" : "") + " nulls last, guest.vmid";
        }

        /// What comes after the row that the cursor names.
        Where after(Cursor cursor) {
            Integer vmid = Integer.valueOf(cursor.id());
            if (equals(VMID)) {
                return new Where(" and guest.vmid > ?", List.of(vmid));
            }
            if (cursor.value().isEmpty()) {
                return new Where(" and " + column + " is null and guest.vmid > ?", List.of(vmid));
            }
            Object last = parser.apply(cursor.value());
            return new Where(
                    " and (" + column + (descending ? " < ?" : " > ?") + " or " + column + " is null or (" + column
                            + " = ? and guest.vmid > ?))",
                    List.of(last, last, vmid));
        }
    }

    private Order order(Dialect dialect) {
        if (query.moment() instanceof Moment.At && query.sort() != GuestQuery.Sort.NAME) {
            // No gauge is known of the past, so nothing can be sorted by one there.
            return Order.VMID;
        }
        return switch (query.sort()) {
            case VMID -> Order.VMID;
            case NAME ->
                // By code points, on every database.
                new Order(
                        dialect == Dialect.SQLITE ? "guest.name" : "guest.name collate \"C\"",
                        false,
                        state -> state.guest().name(),
                        text -> text);
            case CPU -> gauge("cpu_fraction", GuestGauges::cpuFraction, Double::valueOf);
            case MEMORY -> gauge("memory_used_bytes", GuestGauges::memoryUsedBytes, Long::valueOf);
            case UPTIME -> gauge("uptime_seconds", GuestGauges::uptimeSeconds, Long::valueOf);
        };
    }

    private static Order gauge(
            String column, Function<GuestGauges, Optional<?>> value, Function<String, Object> parser) {
        return new Order("guest_gauge." + column, true, state -> state.gauges().flatMap(value), parser);
    }

    Page<GuestState> page() throws SQLException {
        Where wanted = wanted();
        List<GuestState> found = new ArrayList<>();
        versions.query(
                "select " + HistoryTables.GUESTS.columns() + ", guest_gauge.vmid"
                        + Gauges.GUESTS.values().names(", guest_gauge.", "") + FROM + " where guest.cluster = ?",
                wanted.and(query.cursor().map(this::after).orElse(Where.ANY))
                        .and(new Where(order.sql() + " limit ?", List.of(query.limit() + 1))),
                row -> found.add(read(row)));
        List<GuestState> rows = List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
        Optional<String> next = found.size() > rows.size()
                ? Optional.of(new Cursor(
                                order.value()
                                        .apply(rows.getLast())
                                        .map(Object::toString)
                                        .orElse(""),
                                Integer.toString(rows.getLast().guest().vmid()))
                        .encode(pages()))
                : Optional.empty();
        boolean all = query.cursor().isEmpty() && next.isEmpty();
        return new Page<>(rows, all ? rows.size() : count(wanted), next);
    }

    private long count(Where wanted) throws SQLException {
        long[] count = new long[1];
        versions.query("select count(*) from guest where guest.cluster = ?", wanted, row -> count[0] = row.getLong(1));
        return count[0];
    }

    private GuestState read(ResultSet row) throws SQLException {
        Version version = HistoryTables.GUESTS.read(row);
        int gauges = HistoryTables.GUESTS.width() + 1;
        int vmid = row.getInt(gauges);
        boolean known = !row.wasNull() && query.moment() instanceof Moment.Now;
        return Records.guest(
                query.cluster(),
                version,
                query.moment(),
                known
                        ? Optional.of(Records.guestGauges(
                                vmid, Facts.of(Gauges.GUESTS.values().read(row, gauges + 1))))
                        : Optional.empty());
    }

    private Where wanted() {
        return Where.at(query.moment())
                .and(query.kind().map(kind -> Where.is("guest.kind", HistoryTables.kind(kind))))
                .and(query.node().map(node -> Where.is("guest.node", node)))
                .and(query.status().map(status -> Where.is("guest.status", status)))
                .and(query.pool().map(pool -> Where.is("guest.pool", pool)))
                .and(query.template().map(template -> Where.is("guest.template", template)))
                .and(query.nameContains()
                        .map(part -> Where.contains("lower(guest.name)", part.toLowerCase(Locale.ROOT))))
                .and(query.tag()
                        .map(tag -> Where.contains(
                                "'" + HistoryTables.SEPARATOR + "' || lower(guest.tags) || '" + HistoryTables.SEPARATOR
                                        + "'",
                                HistoryTables.SEPARATOR + tag.toLowerCase(Locale.ROOT) + HistoryTables.SEPARATOR)));
    }

    private Where after(String text) {
        Cursor cursor = Cursor.decode(text, pages());
        try {
            return order.after(cursor);
        } catch (NumberFormatException e) {
            throw Cursor.bad(text);
        }
    }

    /// What is the same for all pages of this list.
    private String pages() {
        return String.join(
                "|",
                query.cluster(),
                query.kind().toString(),
                query.node().toString(),
                query.status().toString(),
                query.tag().toString(),
                query.pool().toString(),
                query.nameContains().toString(),
                query.template().toString(),
                query.sort().toString(),
                query.moment().toString());
    }
}
