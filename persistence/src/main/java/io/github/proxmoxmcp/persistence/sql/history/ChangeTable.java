package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.github.proxmoxmcp.persistence.sql.history.TaskRows.Candidate;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Thing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Writes the table of changes.
public record ChangeTable(Connection connection, int cluster) {

    private static final String OF_ONE =
            " where cluster = ? and kind = ? and thing = ? and incarnation = ? and seen = ?";

    /// So long before it was seen a change may have happened that is looked for by when it was seen.
    private static final long HAPPENED_EARLIER_MILLIS = 86_400_000;

    /// So long after its effect was noticed what made it may come into sight.
    private static final long LATE_MILLIS = 120_000;

    /// A kind of things as the table names it.
    public static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// How the table names what a row `t` of a kind is about.
    public static String thing(HistoryTable kind) {
        return switch (kind.owner().kind()) {
            case CLUSTER -> "(select k.name from known_cluster k where k.id = t.cluster)";
            case GUEST -> "cast(t.vmid as varchar)";
            case STORAGE -> "t.name || '@' || t.node";
            case BACKUP -> "t.volume || case t.node when '' then '' else '@' || t.node end";
            default ->
                IntStream.range(0, kind.owner().keys())
                        .mapToObj(column -> "cast(t." + kind.key().name(column) + " as varchar)")
                        .collect(joining(" || '/' || "));
        };
    }

    public void write(List<ChangeEntry> entries) throws SQLException {
        Map<List<Object>, List<ChangeEntry>> byThing =
                entries.stream().collect(groupingBy(ChangeTable::thing, LinkedHashMap::new, toList()));
        try (Batch insert = new Batch(
                connection,
                "insert into change (cluster, kind, thing, incarnation, field, old_value, new_value, node, vmid, at,"
                        + " seen, task) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (List<ChangeEntry> together : byThing.values()) {
                long seen = together.getFirst().origin().at();
                long at = ChangeFolder.happened(together).orElse(seen);
                for (ChangeEntry entry : together) {
                    insert.set(cluster)
                            .setAll(thing(entry))
                            .set(entry.field())
                            .set(entry.before())
                            .set(entry.after())
                            .set(entry.node())
                            .set(entry.vmid().isPresent() ? entry.vmid().getAsInt() : null)
                            .set(at)
                            .set(seen)
                            .set(entry.origin().task())
                            .add();
                }
            }
            insert.finish();
        }
    }

    private static List<Object> thing(ChangeEntry entry) {
        Thing thing = entry.thing();
        return List.of(word(thing.kind()), thing.id(), entry.incarnation());
    }

    /// What a change that is written already became turned out to be something else from its beginning.
    public void correct(List<ChangeEntry> learned) throws SQLException {
        try (Batch update = new Batch(connection, "update change set new_value = ?" + OF_ONE + " and field = ?");
                Batch delete = new Batch(
                        connection,
                        "delete from change" + OF_ONE
                                + " and field = ? and old_value is not distinct from new_value")) {
            for (ChangeEntry entry : learned) {
                one(update.set(entry.after()), entry).set(entry.field()).add();
                one(delete, entry).set(entry.field()).add();
            }
            update.finish();
            delete.finish();
        }
    }

    /// Puts entries together with what is written of the same things at the same moment: what held in between held for
    /// no time at all. Returns what remains to be written.
    public List<ChangeEntry> merge(List<ChangeEntry> again) throws SQLException {
        List<ChangeEntry> rest = new ArrayList<>();
        for (ChangeEntry entry : again) {
            Map<String, Optional<String>> written = written(entry);
            boolean appeared = written.containsKey("");
            try (Batch delete =
                    new Batch(connection, "delete from change" + OF_ONE + (entry.isWhole() ? "" : " and field = ?"))) {
                one(delete, entry);
                if (!entry.isWhole()) {
                    delete.set(entry.field());
                }
                delete.add();
                delete.finish();
            }
            ChangeEntry merged = entry.isWhole() || !written.containsKey(entry.field())
                    ? entry
                    : entry.withBefore(written.getOrDefault(entry.field(), Optional.empty()));
            if (!appeared && !merged.before().equals(merged.after())) {
                rest.add(merged);
            }
        }
        return rest;
    }

    /// A lock that a task sets and gives back is part of what the task does: only one that stays is told.
    public List<ChangeEntry> withoutLocks(List<ChangeEntry> entries) throws SQLException {
        List<ChangeEntry> rest = new ArrayList<>();
        try (Batch delete = new Batch(
                connection,
                "delete from change where new_value = ? and id = (select max(id) from change where cluster = ? and"
                        + " kind = ? and thing = ? and incarnation = ? and field = 'lock')")) {
            for (ChangeEntry entry : entries) {
                if (isRelease(entry)) {
                    delete.set(entry.before()).set(cluster).setAll(thing(entry)).add();
                } else {
                    rest.add(entry);
                }
            }
            delete.finish();
        }
        return rest;
    }

    private static boolean isRelease(ChangeEntry entry) {
        return entry.thing().kind() == Kind.GUEST
                && entry.field().equals("lock")
                && entry.after().isEmpty()
                && entry.origin().task().isPresent();
    }

    /// Says of guests that were noticed before the log of the clone that made them was read who made them.
    public void attributeClones(List<Task> tasks, long at) throws SQLException {
        try (Batch update = new Batch(
                connection,
                "update change set task = (select id from task where cluster = ? and started_at = ? and upid = ? and"
                    + " node = ? and type = ?) where cluster = ? and kind = 'guest' and thing = ? and field = '' and"
                    + " old_value is null and task is null and seen > ? and not exists (select 1 from change later"
                    + " where later.cluster = change.cluster and later.kind = 'guest' and later.thing = change.thing"
                    + " and later.incarnation >= change.incarnation and later.id > change.id and later.field = '')")) {
            for (Task task : tasks) {
                if (task.made().isPresent()) {
                    update.set(cluster)
                            .set(task.startedAt().toEpochMilli())
                            .set(StoredUpid.of(task))
                            .set(task.node())
                            .set(task.type())
                            .set(cluster)
                            .set(task.made().get().toString())
                            .set(at - LATE_MILLIS)
                            .add();
                }
            }
            update.finish();
        }
    }

    /// A change that nobody was known to have made, and by when it was made.
    private record Unexplained(
            long id, String vmid, String field, Optional<String> before, Optional<String> after, long seen) {

        boolean isBy(Candidate deed) {
            return deed.target().equals(vmid)
                    && !deed.isRunning()
                    && deed.effective() <= seen + 999
                    && deed.effective() > seen - LATE_MILLIS / 2
                    && (field.startsWith("config.")
                            ? changesKey(deed, field.substring("config.".length()))
                            : !deed.isLine() && TaskEffects.changes(deed, field, before, after));
        }

        private boolean changesKey(Candidate deed, String key) {
            return deed.isLine()
                    ? deed.line().names(key) && !deed.line().contradicts(key, after)
                    : TaskEffects.changesKey(deed, key);
        }
    }

    /// Says of changes of guests that were seen before the task or the line of the log that made them came into sight
    /// who made them, where nothing else can have; returns the rows of what did.
    ///
    /// @param targets of what came into sight now
    public Set<Long> attributeLate(TaskRows tasks, Set<String> targets, long at) throws SQLException {
        List<Unexplained> open = new ArrayList<>();
        for (String target : targets) {
            Batch.query(
                    connection,
                    row -> open.add(new Unexplained(
                            row.getLong(1),
                            target,
                            row.getString(2),
                            Optional.ofNullable(row.getString(3)),
                            Optional.ofNullable(row.getString(4)),
                            row.getLong(5))),
                    "select id, field, old_value, new_value, seen from change where cluster = ? and kind = 'guest' and"
                            + " thing = ? and at > ? and seen < ? and task is null and field <> ''",
                    cluster,
                    target,
                    at - LATE_MILLIS,
                    at);
        }
        Set<Long> makers = new HashSet<>();
        if (open.isEmpty()) {
            return makers;
        }
        List<Candidate> deeds = tasks.deeds(targets, at - LATE_MILLIS * 2);
        try (Batch update = new Batch(connection, "update change set task = ? where id = ?")) {
            for (Unexplained one : open) {
                List<Candidate> able = deeds.stream().filter(one::isBy).toList();
                if (able.size() == 1 && able.getFirst().noticed().orElse(0) == at) {
                    update.set(able.getFirst().id()).set(one.id()).add();
                    makers.add(able.getFirst().id());
                }
            }
            update.finish();
        }
        return makers;
    }

    /// Entries with the causes that were recorded for their fields; an interval has one cause for all fields.
    public List<ChangeEntry> attributed(List<ChangeEntry> entries, long from, long to) throws SQLException {
        Map<List<Object>, Long> tasks = new HashMap<>();
        Batch.query(
                connection,
                row -> tasks.put(
                        List.of(row.getString(1), row.getString(2), row.getInt(3), row.getString(4), row.getLong(5)),
                        row.getLong(6)),
                "select kind, thing, incarnation, field, seen, task from change where cluster = ? and at > ? and at <="
                        + " ? and task is not null",
                cluster,
                from - HAPPENED_EARLIER_MILLIS,
                to);
        return entries.stream()
                .map(entry -> {
                    List<Object> fact = new ArrayList<>(thing(entry));
                    fact.add(entry.field());
                    fact.add(entry.origin().at());
                    Long task = tasks.get(fact);
                    return task == null ? entry : entry.causedBy(task);
                })
                .toList();
    }

    private Map<String, Optional<String>> written(ChangeEntry entry) throws SQLException {
        Map<String, Optional<String>> written = new HashMap<>();
        List<Object> one = new ArrayList<>(List.of(cluster));
        one.addAll(thing(entry));
        one.add(entry.origin().at());
        Batch.query(
                connection,
                row -> written.put(row.getString(1), Optional.ofNullable(row.getString(2))),
                "select field, old_value from change" + OF_ONE,
                one.toArray());
        return written;
    }

    private Batch one(Batch batch, ChangeEntry entry) throws SQLException {
        return batch.set(cluster).setAll(thing(entry)).set(entry.origin().at());
    }
}
