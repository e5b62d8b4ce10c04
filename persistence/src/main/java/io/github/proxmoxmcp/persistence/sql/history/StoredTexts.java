package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.joining;

import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.value.TextRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts texts that were stored before a rule was through that rule: some rows at a time, so that nobody waits for it,
/// and each table once.
public record StoredTexts(Database database, TextRule rule, int atMost) {

    private static final String EVERYTHING = "";

    /// Returns how many rows were changed. When the thread is interrupted it leaves the rest for the next time.
    public int rewrite() {
        if (isDone(EVERYTHING)) {
            return 0;
        }
        int changed = 0;
        for (TextTable table : TextTable.ALL) {
            if (!isDone(table.table())) {
                changed += rewrite(table);
                if (Thread.currentThread().isInterrupted()) {
                    return changed;
                }
                done(table.table());
            }
        }
        // Also where no row was changed: what was changed or deleted before still stands in unused parts of a file.
        database.compact();
        done(EVERYTHING);
        return changed;
    }

    private int rewrite(TextTable table) {
        int changed = 0;
        List<Object> last = List.of();
        List<TextTable.Found> rows;
        do {
            rows = read(table, last);
            List<TextTable.Found> wrong =
                    rows.stream().filter(row -> !row.changed().isEmpty()).toList();
            if (!wrong.isEmpty()) {
                database.write(connection -> replace(connection, table, wrong));
                changed += wrong.size();
            }
            last = rows.isEmpty() ? last : rows.getLast().key();
        } while (rows.size() == atMost && !Thread.currentThread().isInterrupted());
        return changed;
    }

    private List<TextTable.Found> read(TextTable table, List<Object> last) {
        List<Object> values = new ArrayList<>(last);
        values.add(atMost);
        return database.read(connection -> {
            List<TextTable.Found> rows = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> rows.add(table.read(row, rule.change())),
                    table.select(last.isEmpty()),
                    values.toArray());
            return rows;
        });
    }

    /// A text that somebody else changed in the meantime is left: it went through the rule then.
    private static boolean replace(Connection connection, TextTable table, List<TextTable.Found> rows)
            throws SQLException {
        for (TextTable.Found row : rows) {
            for (Map.Entry<String, TextTable.Replaced> column : row.changed().entrySet()) {
                List<Object> values = new ArrayList<>(List.of(column.getValue().by()));
                values.addAll(row.key());
                values.add(column.getValue().text());
                Batch.update(connection, table.update(column.getKey()), values.toArray());
            }
        }
        TableVersions.written(connection, table.table());
        return true;
    }

    private boolean isDone(String table) {
        return database.read(connection -> {
            List<String> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(row.getString(1)),
                    "select rule from text_rule where table_name = ? and rule = ?",
                    table,
                    rule.version());
            return !found.isEmpty();
        });
    }

    private void done(String table) {
        database.write(connection -> Batch.update(
                connection,
                "insert into text_rule (table_name, rule) values (?, ?) on conflict (table_name) do update set rule ="
                        + " excluded.rule",
                table,
                rule.version()));
    }

    /// Columns of a table in which texts of others stand. Names by which rows are found (of snapshots, pools, volumes,
    /// …) are none: Proxmox allows but few characters in them.
    ///
    /// @param named the column that says what the texts are values of; absent: their own columns do
    public record TextTable(String table, List<String> key, List<String> texts, Optional<String> named) {

        private static final String CONFIG = HistoryTables.GUEST_CONFIGS.owner().prefix() + ".";

        /// The log's line stands in its row twice, as it is and as what the row is found by.
        private static final String LINE = "exit_status";

        private static final String UPID = "upid";

        /// A line that was read again after this program had learned the rule stands there already.
        private static final String UNIQUE =
                " = new.upid || case when exists (select 1 from task other where other.cluster ="
                        + " task.cluster and other.upid = new.upid) then '#' || task.id else '' end"
                        + " from (select cast(? as varchar) as upid) new";

        /// All but these: the audit, whose hashes are over its texts; what the operator's own machine wrote (keys,
        /// tokens, leases, sessions); the cluster's description of its API.
        public static final List<TextTable> ALL = Stream.concat(
                        HistoryTables.all().stream().map(TextTable::of),
                        Stream.of(
                                of("task", "id", LINE, UPID),
                                new TextTable(
                                        "change",
                                        List.of("id"),
                                        List.of("old_value", "new_value"),
                                        Optional.of("field")),
                                new TextTable(
                                        "state_snapshot",
                                        List.of("cluster", "name"),
                                        List.of("note"),
                                        Optional.empty()),
                                of("sync_state", "cluster", "error", "incomplete"),
                                new TextTable(
                                        "guest_report",
                                        List.of("cluster", "vmid"),
                                        List.of("problem", "hostname", "system"),
                                        Optional.empty()),
                                new TextTable(
                                        "guest_waiting_option",
                                        List.of("cluster", "vmid", "key"),
                                        List.of("in_force", "wanted"),
                                        Optional.of("key")),
                                of("plan", "id", "body", "result"),
                                new TextTable(
                                        "notice", List.of("cluster", "notice_key"), List.of("body"), Optional.empty()),
                                new TextTable(
                                        "notice_told",
                                        List.of("target", "cluster", "notice_key"),
                                        List.of("body"),
                                        Optional.empty()),
                                of("notice_delivery", "target", "error"),
                                of("write_stop", "cluster", "reason")))
                .filter(table -> !table.texts().isEmpty())
                .toList();

        private static TextTable of(String table, String key, String... texts) {
            return new TextTable(table, List.of(key), List.of(texts), Optional.empty());
        }

        private static TextTable of(HistoryTable kind) {
            List<String> key = new ArrayList<>(List.of("cluster"));
            kind.key().list().forEach(column -> key.add(column.name()));
            key.add("valid_from");
            List<String> texts = kind.facts().list().stream()
                    .filter(column -> column.type() == Columns.Type.TEXT || column.type() == Columns.Type.SETTINGS)
                    .map(Columns.Column::name)
                    .toList();
            return new TextTable(kind.table(), key, texts, Optional.of("key").filter(key::contains));
        }

        /// A row with the texts that are not as the rule wants them.
        ///
        /// @param changed what is stored now and what is to be, by column
        record Found(List<Object> key, Map<String, Replaced> changed) {}

        /// A text and what stands in its place.
        record Replaced(String text, String by) {}

        /// So many rows in the order of their keys; after the first time those behind a key.
        public String select(boolean first) {
            String keys = String.join(", ", key);
            String marks = key.stream().map(_ -> "?").collect(joining(", "));
            return "select " + keys + ", " + String.join(", ", texts)
                    + named.map(column -> ", " + column + " as named").orElse("") + " from " + table
                    + (first ? "" : " where (" + keys + ") > (" + marks + ")") + " order by " + keys + " limit ?";
        }

        public String update(String column) {
            return "update " + table + " set " + column + (column.equals(UPID) ? UNIQUE : " = ?") + " where "
                    + String.join(" = ? and ", key) + " = ? and " + table + "." + column + " = ?";
        }

        public Found read(ResultSet row, TextRule.Change rule) throws SQLException {
            List<Object> found = new ArrayList<>();
            for (String column : key) {
                found.add(row.getObject(column));
            }
            Map<String, Replaced> changed = new HashMap<>();
            Optional<String> option = Optional.empty();
            if (named.isPresent()) {
                String name = row.getString("named");
                option = Optional.of(name.startsWith(CONFIG) ? name.substring(CONFIG.length()) : name);
            }
            for (String column : texts) {
                String text = row.getString(column);
                if (text != null && !column.equals(UPID)) {
                    String by = rule.of(option.orElse(column), text);
                    if (!by.equals(text)) {
                        changed.put(column, new Replaced(text, by));
                    }
                }
            }
            Replaced line = changed.get(LINE);
            if (line != null && texts.contains(UPID)) {
                rename(row.getString(UPID), line).ifPresent(upid -> changed.put(UPID, upid));
            }
            return new Found(found, changed);
        }

        /// As the row would be found by if the line had been read today.
        private static Optional<Replaced> rename(String upid, Replaced line) {
            String written = line.text().replace(' ', '_');
            return Optional.of(upid)
                    .filter(name -> name.startsWith(TaskRows.LOG_LINE) && name.endsWith(written))
                    .map(name -> name.substring(0, name.length() - written.length()))
                    .map(before -> new Replaced(upid, before + line.by().replace(' ', '_')));
        }
    }
}
