package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.HistoryStore;
import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

final class SqlHistoryStore implements HistoryStore {

    private final Database database;

    SqlHistoryStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Change> diff(String cluster, Instant from, Instant to) {
        if (from.isAfter(to)) {
            return diff(cluster, to, from);
        }
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> new Diff(versions, from.toEpochMilli(), to.toEpochMilli()).changes(cluster));
    }

    @Override
    public Page<Change> changes(ChangeQuery query) {
        return Clusters.read(database, query.cluster(), new Page<>(List.of(), 0, Optional.empty()), versions -> {
            List<Change> all = new Steps(versions, query).changes();
            int start = query.cursor().map(cursor -> after(all, cursor, query)).orElse(0);
            List<Change> rows = List.copyOf(all.subList(start, Math.min(all.size(), start + query.limit())));
            Optional<String> next = start + rows.size() < all.size()
                    ? Optional.of(cursor(rows.getLast()).encode(pages(query)))
                    : Optional.empty();
            return new Page<>(rows, all.size(), next);
        });
    }

    @Override
    public Page<Change> history(String cluster, Kind kind, String id, Optional<String> cursor, int limit) {
        return changes(new ChangeQuery(
                cluster,
                Instant.EPOCH,
                Instant.ofEpochMilli(Long.MAX_VALUE),
                Optional.of(kind),
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                cursor,
                limit));
    }

    private static int after(List<Change> all, String text, ChangeQuery query) {
        Cursor cursor = Cursor.decode(text, pages(query));
        for (int i = 0; i < all.size(); i++) {
            if (cursor(all.get(i)).equals(cursor)) {
                return i + 1;
            }
        }
        throw Cursor.bad(text);
    }

    private static Cursor cursor(Change change) {
        return new Cursor(
                Long.toString(change.at().toEpochMilli()),
                change.getClass().getSimpleName() + " " + change.thing().kind() + " "
                        + change.thing().id());
    }

    /// What is the same for all pages of this list; its ends may move, as `2h ago` does.
    private static String pages(ChangeQuery query) {
        return String.join(
                "|",
                query.cluster(),
                query.kind().toString(),
                query.id().toString(),
                query.node().toString(),
                query.storage().toString(),
                query.actor().toString(),
                query.field().toString());
    }

    @Override
    public Optional<Instant> beginning(String cluster) {
        return Clusters.read(database, cluster, Optional.empty(), versions -> {
            OptionalLong forgotten = new Clusters.Memory(versions).forgottenUntil();
            if (forgotten.isPresent()) {
                return Optional.of(Instant.ofEpochMilli(forgotten.getAsLong()));
            }
            List<Instant> first = new ArrayList<>();
            for (Temporal kind : Temporals.ALL) {
                versions.query(
                        "select min(valid_from) from " + kind.table() + " where cluster = ?",
                        Where.ANY,
                        row -> Columns.time(row, 1).ifPresent(time -> first.add(Instant.ofEpochMilli(time))));
            }
            return first.stream().min(Instant::compareTo);
        });
    }
}
