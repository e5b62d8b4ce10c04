package io.github.proxmoxmcp.persistence.sql;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.PostgresServer;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.StoredTexts;
import io.github.proxmoxmcp.persistence.sql.history.StoredTexts.TextTable;
import io.github.proxmoxmcp.persistence.value.TextRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an older version stored goes through a rule that came after it: every text of every table, in both databases.
class StoredTextsTest {

    private static final int ROWS = 5;
    private static final int ROWS_AT_ONCE = 2;
    private static final String SECRET = "hunter2";

    @TempDir
    private Path folder;

    private final Set<String> names = new TreeSet<>();

    @ParameterizedTest
    @EnumSource
    void everyTextGoesThroughTheRuleAndNothingElseChanges(Database.Dialect dialect) {
        try (Database database = open(dialect)) {
            int rows = fill(database);
            SortedMap<String, String> before = database.read(StoredTextsTest::all);

            int changed = rewrite(database, "1");

            SortedMap<String, String> after = database.read(StoredTextsTest::all);
            assertThat(rows).isGreaterThan(150);
            assertThat(changed).isEqualTo(ROWS * TextTable.ALL.size());
            assertThat(after.remove("text_rule")).contains("task", "change");
            before.remove("text_rule");
            assertThat(after.get("audit_entry"))
                    .isEqualTo(before.get("audit_entry"))
                    .contains("hunter3");
            before.replaceAll((_, text) -> text.replace(SECRET, "***"));
            assertThat(after).isEqualTo(before);
            assertThat(names)
                    .contains("cipassword", "old_value", "exit_status", "body")
                    .doesNotContain("value", "upid");
        }
    }

    @ParameterizedTest
    @EnumSource
    void itIsDoneOnceForEachVersionOfTheRule(Database.Dialect dialect) {
        try (Database database = open(dialect)) {
            fill(database);
            assertThat(rewrite(database, "1")).isPositive();
            names.clear();

            assertThat(rewrite(database, "1")).isZero();
            assertThat(names).isEmpty();
            assertThat(rewrite(database, "2")).isZero();
            assertThat(names).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedOneIsTakenUpAgain(Database.Dialect dialect) {
        try (Database database = open(dialect)) {
            fill(database);
            Thread.currentThread().interrupt();
            int first = rewrite(database, "1");
            assertThat(Thread.interrupted()).isTrue();

            int rest = rewrite(database, "1");

            assertThat(first).isEqualTo(ROWS_AT_ONCE);
            assertThat(first + rest).isEqualTo(ROWS * TextTable.ALL.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLineThatWasReadAgainInTheMeantimeStandsBesideTheOldOne(Database.Dialect dialect) {
        try (Database database = open(dialect)) {
            fill(database);
            database.write(connection ->
                    Batch.update(connection, "update task set upid = 'log:1@1:a=***_1' where upid like '%_2'"));

            rewrite(database, "1");

            assertThat(database.read(StoredTextsTest::all).get("task"))
                    .contains("log:1@1:a=***_1 ", "log:1@1:a=***_1#1 ")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void nothingOfItStaysInTheFile() throws IOException {
        try (Database database = open(Database.Dialect.SQLITE)) {
            fill(database);
            database.write(connection -> Batch.update(connection, "delete from pool where valid_from > 2"));
            assertThat(file()).contains(SECRET);

            rewrite(database, "1");

            assertThat(file()).contains("***", "hunter3").doesNotContain(SECRET);
        }
    }

    @Test
    void everyColumnThatHoldsTextIsOneOfThemOrToldWhyNot() {
        try (Database database = open(Database.Dialect.SQLITE)) {
            Set<String> texts = database.read(connection -> columns(connection).stream()
                    .filter(column -> column.type().equals("text"))
                    .map(column -> column.table() + "." + column.name())
                    .collect(toCollection(TreeSet::new)));
            assertThat(texts).hasSizeGreaterThan(100);

            TextTable.ALL.forEach(table -> Stream.concat(table.key().stream(), table.texts().stream())
                    .forEach(column -> texts.remove(table.table() + "." + column)));
            // Names and ids, what people wrote for this program, what the operator's own machine wrote, and the audit.
            texts.removeIf(column -> column.matches(
                    "(access_token|acknowledgement|api_catalogue|audit_checkpoint|audit_entry|lease|manifest_plan|notice_unsure|operator_key|page_session|passkey|plan_approval|table_version"
                        + "|request_key|text_rule|web_session|web_session_subscription)\\..*"));

            assertThat(texts)
                    .containsExactly(
                            "change.field",
                            "change.kind",
                            "change.node",
                            "change.thing",
                            "guest_address.address",
                            "guest_address.card",
                            "guest_address.mac",
                            "guest_detail.digest",
                            "guest_waiting.digest",
                            "known_cluster.name",
                            "listing.kind",
                            "listing.scope",
                            "node_gauge.name",
                            "plan.action",
                            "plan.cluster",
                            "plan.decided_by",
                            "plan.hash",
                            "plan.principal",
                            "plan.status",
                            "state_snapshot.author",
                            "storage_gauge.name",
                            "storage_gauge.node",
                            "task.node",
                            "task.target",
                            "task.type",
                            "task.user_name",
                            "write_stop.author");
        }
    }

    private int rewrite(Database database, String version) {
        TextRule.Change change = (name, text) -> {
            names.add(name);
            return text.replace(SECRET, "***");
        };
        return new StoredTexts(database, new TextRule(version, change), ROWS_AT_ONCE).rewrite();
    }

    private Database open(Database.Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> SqliteDatabase.open(new StoreLocation.File(folder.resolve("state.db")));
            case POSTGRES -> PostgresDatabase.open((StoreLocation.Postgres) PostgresServer.newDatabase());
        };
    }

    private String file() throws IOException {
        StringBuilder bytes = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toString();
    }

    /// Some rows in every table, with a secret in every text that may hold one; returns how many.
    private static int fill(Database database) {
        return database.write(connection -> {
            Map<String, List<Column>> tables =
                    columns(connection).stream().collect(groupingBy(Column::table, TreeMap::new, toList()));
            tables.remove("text_rule");
            int rows = 0;
            // The others refer to these.
            for (String table : List.of("known_cluster", "web_session")) {
                rows += insert(database.dialect(), connection, table, requireNonNull(tables.remove(table)));
            }
            for (Map.Entry<String, List<Column>> table : tables.entrySet()) {
                rows += insert(database.dialect(), connection, table.getKey(), table.getValue());
            }
            return rows;
        });
    }

    private static int insert(Database.Dialect dialect, Connection connection, String table, List<Column> columns)
            throws SQLException {
        for (int row = 1; row <= ROWS; row++) {
            insert(dialect, connection, table, columns, row);
        }
        return ROWS;
    }

    private static void insert(
            Database.Dialect dialect, Connection connection, String table, List<Column> columns, int row)
            throws SQLException {
        Set<String> texts = TextTable.ALL.stream()
                .filter(one -> one.table().equals(table))
                .flatMap(one -> one.texts().stream())
                .collect(toCollection(TreeSet::new));
        List<Object> values = new ArrayList<>();
        for (Column column : columns) {
            values.add(
                    switch (column.type()) {
                        case "text" -> text(table, column.name(), texts.contains(column.name()), row);
                        case "boolean" -> true;
                        default -> column.name().equals("cluster") && !table.equals("sync_state") ? 1 : row;
                    });
        }
        Batch.update(
                connection,
                "insert into " + table + " ("
                        + columns.stream().map(Column::name).collect(joining(", ")) + ")"
                        + (dialect == Database.Dialect.POSTGRES ? " overriding system value" : "") + " values (?"
                        + ", ?".repeat(columns.size() - 1) + ")",
                values.toArray());
    }

    private static String text(String table, String column, boolean isText, int row) {
        return switch (column) {
            case "session" -> "id" + row;
            case "upid" -> "log:1@1:a=" + SECRET + "_" + row;
            case "exit_status" -> "a=" + SECRET + " " + row;
            case "key" -> row == 1 ? "cipassword" : "key" + row;
            case "field" -> row == 2 ? "config.old_value" : "field" + row;
            default -> isText ? "a=" + SECRET + row : table.startsWith("audit") ? "hunter3" + row : column + row;
        };
    }

    /// Every row of every table.
    private static SortedMap<String, String> all(Connection connection) throws SQLException {
        SortedMap<String, String> all = new TreeMap<>();
        for (String table : columns(connection).stream().map(Column::table).collect(toCollection(TreeSet::new))) {
            Set<String> rows = new TreeSet<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select * from " + table)) {
                int width = row.getMetaData().getColumnCount();
                while (row.next()) {
                    StringBuilder text = new StringBuilder();
                    for (int i = 1; i <= width; i++) {
                        text.append(row.getString(i)).append(' ');
                    }
                    rows.add(text.toString());
                }
            }
            all.put(table, String.join("\n", rows));
        }
        return all;
    }

    private record Column(String table, String name, String type) {}

    private static List<Column> columns(Connection connection) throws SQLException {
        List<Column> columns = new ArrayList<>();
        DatabaseMetaData meta = connection.getMetaData();
        try (ResultSet tables = meta.getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                String table = tables.getString("TABLE_NAME");
                if (!table.startsWith("flyway") && !table.startsWith("sqlite_")) {
                    try (ResultSet row = meta.getColumns(null, connection.getSchema(), table, "%")) {
                        while (row.next()) {
                            columns.add(new Column(
                                    table, row.getString("COLUMN_NAME"), SchemaTest.type(row.getString("TYPE_NAME"))));
                        }
                    }
                }
            }
        }
        return columns;
    }
}
