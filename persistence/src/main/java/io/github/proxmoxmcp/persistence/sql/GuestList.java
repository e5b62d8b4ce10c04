package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestQuery;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.sql.database.Database.Dialect;
import io.github.proxmoxmcp.persistence.sql.database.RowCursor;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.Records;
import io.github.proxmoxmcp.persistence.sql.history.Versions;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// One page of guests: its rows, and how many there are in all. Of the past it is read by two selects, of now it is
/// made of what is kept, which costs less than to find them.
final class GuestList {

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

        /// As `sql` sorts.
        Comparator<GuestState> comparator() {
            Comparator<GuestState> byVmid =
                    Comparator.comparingInt(state -> state.guest().vmid());
            return equals(VMID)
                    ? byVmid
                    : ((Comparator<GuestState>) (one, other) -> compare(value.apply(one), value.apply(other)))
                            .thenComparing(byVmid);
        }

        /// Whether a guest comes after the row that the cursor names.
        Predicate<GuestState> isAfter(RowCursor cursor) {
            int vmid = Integer.parseInt(cursor.id());
            Optional<?> last = cursor.value().isEmpty() ? Optional.empty() : Optional.of(parser.apply(cursor.value()));
            return state -> {
                int order = equals(VMID) ? 0 : compare(value.apply(state), last);
                return order > 0 || (order == 0 && state.guest().vmid() > vmid);
            };
        }

        @SuppressWarnings("unchecked") // All values of one order are of one type.
        private int compare(Optional<?> one, Optional<?> other) {
            if (one.isEmpty() || other.isEmpty()) {
                return Boolean.compare(one.isEmpty(), other.isEmpty());
            }
            int order = ((Comparable<Object>) one.get()).compareTo(other.get());
            return descending ? -order : order;
        }

        /// What comes after the row that the cursor names.
        Where after(RowCursor cursor) {
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

    /// A page of now.
    Page<GuestState> page(Collection<GuestState> all, Map<Integer, GuestGauges> gauges) {
        List<GuestState> matching = all.stream()
                .filter(isWanted())
                .map(state ->
                        state.with(Optional.ofNullable(gauges.get(state.guest().vmid()))))
                .sorted(order.comparator())
                .toList();
        List<GuestState> found = query.cursor()
                .map(text ->
                        matching.stream().filter(after(text, order::isAfter)).toList())
                .orElse(matching);
        List<GuestState> rows = List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
        return new Page<>(rows, matching.size(), next(rows, found.size()));
    }

    /// Only of what is asked for: there may be ten thousand guests, most of which are not wanted.
    private Predicate<GuestState> isWanted() {
        List<Predicate<Guest>> all = new ArrayList<>();
        query.kind().ifPresent(kind -> all.add(guest -> guest.kind() == kind));
        query.node().ifPresent(node -> all.add(guest -> guest.node().equals(node)));
        query.status().ifPresent(status -> all.add(guest -> guest.status().equals(status)));
        query.template().ifPresent(template -> all.add(guest -> guest.template() == template));
        query.pool()
                .ifPresent(pool ->
                        all.add(guest -> guest.pool().filter(pool::equals).isPresent()));
        query.nameContains()
                .map(GuestList::lower)
                .ifPresent(part -> all.add(guest ->
                        guest.name().filter(name -> lower(name).contains(part)).isPresent()));
        query.tag().map(GuestList::lower).ifPresent(tag -> all.add(guest -> has(guest, tag)));
        Predicate<Guest> wanted = all.stream().reduce(Predicate::and).orElse(_ -> true);
        return state -> wanted.test(state.guest());
    }

    private static boolean has(Guest guest, String tag) {
        for (String own : guest.tags()) {
            if (lower(own).equals(tag)) {
                return true;
            }
        }
        return false;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// A page of the past.
    Page<GuestState> page() throws SQLException {
        Where wanted = wanted();
        List<GuestState> found = new ArrayList<>();
        versions.query(
                HistoryTables.GUESTS.select(),
                wanted.and(query.cursor().map(text -> after(text, order::after)).orElse(Where.ANY))
                        .and(new Where(order.sql() + " limit ?", List.of(query.limit() + 1))),
                row -> found.add(Records.guest(
                        query.cluster(), HistoryTables.GUESTS.read(row), query.moment(), Optional.empty())));
        List<GuestState> rows = List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
        Optional<String> next = next(rows, found.size());
        boolean all = query.cursor().isEmpty() && next.isEmpty();
        return new Page<>(rows, all ? rows.size() : count(wanted), next);
    }

    private Optional<String> next(List<GuestState> rows, int found) {
        return found > rows.size()
                ? Optional.of(new RowCursor(
                                order.value()
                                        .apply(rows.getLast())
                                        .map(Object::toString)
                                        .orElse(""),
                                Integer.toString(rows.getLast().guest().vmid()))
                        .encode(pages()))
                : Optional.empty();
    }

    private long count(Where wanted) throws SQLException {
        long[] count = new long[1];
        versions.query("select count(*) from guest where guest.cluster = ?", wanted, row -> count[0] = row.getLong(1));
        return count[0];
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

    private <T> T after(String text, Function<RowCursor, T> of) {
        RowCursor cursor = RowCursor.decode(text, pages());
        try {
            return of.apply(cursor);
        } catch (NumberFormatException e) {
            throw RowCursor.bad(text);
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
