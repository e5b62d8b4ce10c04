package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.HistoryStore.Neighbours;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// When changes were, without what they were.
public record ChangeCounts(Versions versions) {

    private static final String TOLD = " and not (" + ChangeReader.TOLD_ELSEWHERE + ")";

    /// As many facts as the view of changes has rows.
    public SortedMap<Instant, Long> activity(Instant from, Instant to, Duration part) throws SQLException {
        long millis = part.toMillis();
        SortedMap<Instant, Long> counts = new TreeMap<>();
        versions.query(
                "select change.at / " + millis + ", count(*) from change where change.cluster = ?",
                new Where(
                        " and change.at >= ? and change.at <= ?" + TOLD + " group by 1",
                        List.of(from.toEpochMilli(), to.toEpochMilli())),
                row -> counts.put(Instant.ofEpochMilli(row.getLong(1) * millis), row.getLong(2)));
        return counts;
    }

    public Neighbours neighbours(Instant moment, Instant from, Instant to) throws SQLException {
        Where within = new Where(
                " and change.at >= ? and change.seen <= ?" + TOLD, List.of(from.toEpochMilli(), to.toEpochMilli()));
        return new Neighbours(
                one("max", within.and(new Where(" and change.seen < ?", List.of(moment.toEpochMilli())))),
                one("min", within.and(new Where(" and change.seen > ?", List.of(moment.toEpochMilli())))));
    }

    private Optional<Instant> one(String which, Where where) throws SQLException {
        SortedMap<Instant, Boolean> found = new TreeMap<>();
        versions.query(
                "select " + which + "(change.seen) from change where change.cluster = ?",
                where,
                row -> Columns.time(row, 1).ifPresent(time -> found.put(Instant.ofEpochMilli(time), true)));
        return found.keySet().stream().findFirst();
    }
}
