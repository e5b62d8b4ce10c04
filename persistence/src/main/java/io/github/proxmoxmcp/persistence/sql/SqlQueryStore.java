package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.view.QueryText;
import io.github.proxmoxmcp.persistence.sql.view.QueryTexts;
import io.github.proxmoxmcp.persistence.sql.view.SqlView;
import io.github.proxmoxmcp.persistence.sql.view.SqlViews;
import io.github.proxmoxmcp.persistence.sql.view.ViewScope;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.persistence.value.StoreException.BadQuery;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

final class SqlQueryStore implements QueryStore {

    private static final int NO_CLUSTER = -1;
    private static final int MAX_ANSWER_CHARACTERS = 1_000_000;
    private static final int SQLITE_INTERRUPT = 9;
    private static final String POSTGRES_CANCELED = "57014";

    /// What a statement may read the clock with.
    private static final Pattern CLOCK = Pattern.compile(
            "\\b(now|current_\\w+|localtime\\w*|age|date|time|datetime|julianday|unixepoch|strftime)\\b",
            Pattern.CASE_INSENSITIVE);

    /// Of an answer that is remembered.
    private static final int MAX_REMEMBERED_CELLS = 1_000;

    private final Database database;
    private final QueryTexts texts;

    private final InstantSource clock;

    SqlQueryStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.texts = new QueryTexts(database.dialect());
    }

    @Override
    public List<View> views() {
        return SqlViews.ALL.stream().map(SqlView::documented).toList();
    }

    @Override
    public Result run(String cluster, String sql, Moment asOf, Limits limits) {
        Instant now = asOf instanceof Moment.At(Instant at) ? at : clock.instant();
        Optional<Instant> clockRead =
                Optional.of(now).filter(_ -> CLOCK.matcher(sql).find());
        try {
            return database.query(
                    limits.time(),
                    new Asked(cluster, sql, asOf, clockRead, limits),
                    SqlQueryStore::isSmall,
                    connection -> {
                        int id = Clusters.find(connection, cluster).orElse(NO_CLUSTER);
                        QueryText.Rendered statement =
                                texts.of(sql, new ViewScope(id, cluster, asOf, database.dialect()));
                        return execute(connection, statement.at(now), limits.rows());
                    });
        } catch (SQLException e) {
            boolean stopped = e.getErrorCode() == SQLITE_INTERRUPT || POSTGRES_CANCELED.equals(e.getSQLState());
            if (stopped && Thread.currentThread().isInterrupted()) {
                throw new StoreException.Cancelled();
            }
            throw stopped
                    ? new BadQuery("The query was stopped after "
                            + limits.time().toMillis() + " ms: filter more, or join on vmid, name or node")
                    : texts.failed(sql, new ViewScope(NO_CLUSTER, cluster, asOf, database.dialect()), firstLine(e));
        }
    }

    /// @param now where the answer may depend on the clock
    private record Asked(String cluster, String sql, Moment asOf, Optional<Instant> now, Limits limits) {}

    private static boolean isSmall(Result result) {
        return result.rows().size() * result.columns().size() <= MAX_REMEMBERED_CELLS;
    }

    private static String firstLine(SQLException e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static Result execute(Connection connection, QueryText.Rendered query, int limit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // One more than asked for tells whether there are more.
            statement.setMaxRows(limit + 1);
            statement.setFetchSize(limit + 1);
            try (ResultSet row = statement.executeQuery(query.sql())) {
                ResultSetMetaData meta = row.getMetaData();
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    columns.add(
                            query.headings().size() == meta.getColumnCount()
                                    ? query.headings().get(i - 1)
                                    : meta.getColumnLabel(i).replaceAll("[`\"]", ""));
                }
                List<List<@Nullable Object>> rows = new ArrayList<>();
                int characters = 0;
                while (row.next()) {
                    List<@Nullable Object> values = values(
                            row,
                            meta,
                            columns.stream().map(query.truths()::contains).toList());
                    characters += values.stream()
                            .mapToInt(value -> String.valueOf(value).length())
                            .sum();
                    if (rows.size() == limit || characters > MAX_ANSWER_CHARACTERS) {
                        return new Result(columns, rows, true);
                    }
                    rows.add(values);
                }
                return new Result(columns, rows, false);
            }
        }
    }

    private static List<@Nullable Object> values(ResultSet row, ResultSetMetaData meta, List<Boolean> truths)
            throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            values.add(plain(row.getObject(i), truths.get(i - 1) || isBoolean(meta, i)));
        }
        return values;
    }

    /// A value in one form for both databases: SQLite has no booleans, PostgreSQL several kinds of numbers.
    private static @Nullable Object plain(@Nullable Object value, boolean isTruth) {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case Integer number when isTruth -> number != 0;
            case Integer number -> number.longValue();
            case Long number -> number;
            case BigDecimal number when number.stripTrailingZeros().scale() <= 0 -> number.longValue();
            case Number number -> number.doubleValue();
            default -> value.toString();
        };
    }

    private static boolean isBoolean(ResultSetMetaData meta, int column) throws SQLException {
        return meta.getColumnTypeName(column).toLowerCase(Locale.ROOT).equals("boolean");
    }
}
