package io.github.proxmoxmcp.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.PostgresServer;
import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.ChangeBackfill;
import io.github.proxmoxmcp.persistence.sql.history.Gauges;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.view.SqlView;
import io.github.proxmoxmcp.persistence.sql.view.SqlViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

    @TempDir
    private Path folder;

    @Test
    void isTheSameOnBothDatabases() {
        SortedSet<String> sqlite = columns(SqliteDatabase.open(new StoreLocation.File(folder.resolve("state.db"))));
        SortedSet<String> postgres =
                columns(PostgresDatabase.open((StoreLocation.Postgres) PostgresServer.newDatabase()));

        assertThat(sqlite).isNotEmpty().isEqualTo(postgres);
    }

    @Test
    void hasTheColumnsThatAreReadWithoutJooq() {
        SortedSet<String> there = columns(SqliteDatabase.open(new StoreLocation.File(folder.resolve("state.db"))));

        Stream<String> temporal =
                HistoryTables.all().stream().flatMap(kind -> names(kind.table(), kind.key(), kind.facts()));
        Stream<String> gauges = Gauges.ALL.stream().flatMap(gauge -> names(gauge.table(), gauge.key(), gauge.values()));

        assertThat(Stream.concat(temporal, gauges).toList())
                .hasSizeGreaterThan(30)
                .isSubsetOf(there);
    }

    @Test
    void tablesHaveTheColumnsOfTheirRecordsAndNoOthers() {
        hasColumnsOfRecords(SqliteDatabase.open(new StoreLocation.File(folder.resolve("state.db"))));
        hasColumnsOfRecords(PostgresDatabase.open((StoreLocation.Postgres) PostgresServer.newDatabase()));
    }

    private static void hasColumnsOfRecords(Database database) {
        try (database) {
            assertThat(InventoryKind.all()).isNotEmpty().allSatisfy(kind -> {
                Map<String, Boolean> nullable = database.read(connection -> nullable(connection, kind.table()));
                Set<String> expected = new TreeSet<>(
                        Set.of("cluster", "valid_from", "valid_to", "unknown_since", "opened_by", "closed_by"));
                kind.columns().forEach(column -> expected.add(column.name()));
                assertThat(nullable.keySet()).isEqualTo(expected);
                assertThat(kind.columns()
                                .subList(kind.history().key(), kind.columns().size()))
                        .filteredOn(column -> column.component().getType() == Optional.class)
                        .allSatisfy(column -> assertThat(nullable).containsEntry(column.name(), true));
            });
        }
    }

    private static Map<String, Boolean> nullable(Connection connection, String table) throws SQLException {
        Map<String, Boolean> columns = new TreeMap<>();
        try (ResultSet row = connection.getMetaData().getColumns(null, connection.getSchema(), table, "%")) {
            while (row.next()) {
                columns.put(
                        row.getString("COLUMN_NAME"),
                        row.getString("IS_NULLABLE").equals("YES"));
            }
        }
        return columns;
    }

    private static Stream<String> names(String table, Columns key, Columns values) {
        return Stream.of(key, values)
                .flatMap(columns -> columns.list().stream())
                .map(column -> table + "." + column.name() + " "
                        + switch (column.type()) {
                            case TEXT, SETTINGS -> "text";
                            case INTEGER, LONG, TIME -> "integer";
                            case DOUBLE -> "double";
                            case BOOLEAN -> "boolean";
                        });
    }

    @Test
    void isAtTheVersionOfTheNewestMigration() throws IOException {
        Path migrations = Path.of("src/main/resources/io/github/proxmoxmcp/persistence/migration");

        try (Stream<Path> files = Files.list(migrations)) {
            IntStream inFiles = files.mapToInt(
                    file -> Integer.parseInt(file.getFileName().toString().replaceFirst("V([0-9]+)__.*", "$1")));
            IntStream inJava = IntStream.of(
                    Integer.parseInt(new ChangeBackfill().getVersion().getVersion()));

            assertThat(IntStream.concat(inFiles, inJava).max()).hasValue(Schema.VERSION);
        }
    }

    @Test
    void isDescribedInTheReference() throws IOException {
        Path page = Path.of(System.getProperty("repository.root", ".."), "docs", "reference", "schema.md");
        String written = reference();

        if (System.getProperty("golden", "check").equals("write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, written);
        }

        assertThat(page).as("rewrite it with -Dgolden=write").hasContent(written);
    }

    private static String reference() {
        StringBuilder page = new StringBuilder("""
            # Views for SQL

            The tool `query_state` runs one `SELECT` over these views, on SQLite and PostgreSQL alike. They show one cluster,
            now or at the moment `as_of`. Joins, CTEs, unions, aggregates and window functions are allowed. What is written is
            taken alike on both databases:

            - Times are ISO texts in UTC, so `valid_from >= '2026-11-20'` compares as it reads, and `'2026-11-20 10:00'` means
              10:00 in UTC. `now()` (`current_timestamp`, `datetime('now', '-1 day')`) is the moment that is asked about.
            - A time minus a time is a duration, a number of seconds; `tasks.seconds` is one. `interval '2 hours'` is one, too: it can
              be added to a time, compared with a duration, and multiplied. A month of the calendar is meant beside a time, 30 days alone.
            - Parts of times: `extract(hour from at)`, `date_part`, `date_trunc('day', at)`, `date(at)`, `strftime`, `to_char`,
              `julianday`, `unixepoch`, `age`.
            - `like` and `ilike` are one: letters A to Z are those of a to z, and nothing is an escape unless `escape` names it.
              `glob` tells them apart and knows `*` and `?`.
            - A boolean is compared with `true`, `1`, `'1'` and `'true'` alike.
            - `string_agg(name, ', ' order by name)`, `group_concat` and `listagg` are one.
            - A division of whole numbers is a whole number; `1.0 * a / b` is not.

            This page is written from the definitions in `SqlViews`: `./mvnw verify -Dgolden=write`.
            """);
        for (QueryStore.View view :
                SqlViews.ALL.stream().map(SqlView::documented).toList()) {
            page.append("\n## `")
                    .append(view.name())
                    .append("`\n\n")
                    .append(view.description())
                    .append("\n\n");
            page.append("| column | type | unit | meaning |\n|---|---|---|---|\n");
            for (QueryStore.Column column : view.columns()) {
                page.append("| `%s` | %s | %s | %s |\n"
                        .formatted(column.name(), column.type(), column.unit().orElse(""), column.description()));
            }
            page.append("\n%s\n\n```sql\n%s\n```\n"
                    .formatted(view.example().question(), view.example().sql()));
        }
        return page.toString();
    }

    private static SortedSet<String> columns(Database database) {
        try (database) {
            return database.read(SchemaTest::columns);
        }
    }

    /// Table by table: SQLite's driver asks for all columns at once in a statement that grows too long.
    private static SortedSet<String> columns(Connection connection) throws SQLException {
        SortedSet<String> columns = new TreeSet<>();
        DatabaseMetaData meta = connection.getMetaData();
        try (ResultSet row = meta.getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (row.next()) {
                String table = row.getString("TABLE_NAME");
                // Flyway's own table and SQLite's catalogue are not ours.
                if (!table.startsWith("flyway") && !table.startsWith("sqlite_")) {
                    columns(meta, connection.getSchema(), table, columns);
                }
            }
        }
        return columns;
    }

    private static void columns(DatabaseMetaData meta, @Nullable String schema, String table, Set<String> columns)
            throws SQLException {
        try (ResultSet row = meta.getColumns(null, schema, table, "%")) {
            while (row.next()) {
                columns.add(table + "." + row.getString("COLUMN_NAME") + " " + type(row.getString("TYPE_NAME")));
            }
        }
    }

    static String type(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "int4", "int8", "integer", "bigint" -> "integer";
            case "bool", "boolean" -> "boolean";
            case "float8", "double precision", "double" -> "double";
            default -> name.toLowerCase(Locale.ROOT);
        };
    }
}
