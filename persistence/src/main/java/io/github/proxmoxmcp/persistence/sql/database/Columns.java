package io.github.proxmoxmcp.persistence.sql.database;

import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Some columns of a table, read by JDBC without a detour. These are the paths that see every row of a cluster, and
/// that the first answer after a start waits for: jOOQ takes longer to load than all of them take to run.
public record Columns(List<Column> list) {

    /// A column by name and type.
    public record Column(String name, Type type) {}

    /// How a value is read.
    public enum Type {
        TEXT {
            @Override
            Object read(ResultSet row, int column) throws SQLException {
                return row.getString(column);
            }
        },
        /// Options by name, a line each.
        SETTINGS {
            @Override
            Object read(ResultSet row, int column) throws SQLException {
                return row.getString(column);
            }
        },
        INTEGER {
            @Override
            Object read(ResultSet row, int column) throws SQLException {
                return row.getInt(column);
            }
        },
        LONG {
            @Override
            Object read(ResultSet row, int column) throws SQLException {
                return row.getLong(column);
            }
        },
        /// Epoch milliseconds.
        TIME {
            @Override
            Object read(ResultSet row, int column) throws SQLException {
                return row.getLong(column);
            }
        },
        DOUBLE {
            @Override
            Object read(ResultSet row, int column) throws SQLException {
                return row.getDouble(column);
            }
        },
        BOOLEAN {
            @Override
            Object read(ResultSet row, int column) throws SQLException {
                return row.getBoolean(column);
            }
        };

        /// Reads a value that is not NULL; for NULL the result is undefined, and callers check `wasNull`.
        abstract Object read(ResultSet row, int column) throws SQLException;

        /// A column of this type.
        public Column of(String name) {
            return new Column(name, this);
        }
    }

    public static Columns of(Column... columns) {
        return new Columns(List.of(columns));
    }

    public int size() {
        return list.size();
    }

    public String name(int index) {
        return list.get(index).name();
    }

    public OptionalInt find(String name) {
        return IntStream.range(0, list.size())
                .filter(column -> name(column).equals(name))
                .findFirst();
    }

    /// The names, each between `before` and `after`.
    public String names(String before, String after) {
        return list.stream().map(column -> before + column.name() + after).collect(joining());
    }

    /// Reads them from column `first` of a result on.
    @Nullable
    public Object[] read(ResultSet row, int first) throws SQLException {
        @Nullable Object[] values = new Object[list.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = list.get(i).type().read(row, first + i);
            values[i] = row.wasNull() ? null : value;
        }
        return values;
    }

    /// Reads columns of a key, none of which is ever null.
    public List<Object> readKey(ResultSet row, int first) throws SQLException {
        List<Object> key = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            key.add(Objects.requireNonNull(list.get(i).type().read(row, first + i)));
        }
        return key;
    }

    /// A column that holds a moment, or any other long, or nothing.
    public static OptionalLong time(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
