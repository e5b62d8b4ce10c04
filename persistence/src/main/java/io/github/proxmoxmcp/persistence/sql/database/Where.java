package io.github.proxmoxmcp.persistence.sql.database;

import io.github.proxmoxmcp.persistence.value.Moment;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Further conditions of a select of versions, with the values of their parameters.
public record Where(String sql, List<?> values) {

    public static final Where ANY = new Where("", List.of());

    public static Where now() {
        return new Where(" and valid_to is null", List.of());
    }

    public static Where at(Moment moment) {
        return switch (moment) {
            case Moment.Now _ -> now();
            case Moment.At(var at) ->
                new Where(
                        " and valid_from <= ? and (valid_to is null or valid_to > ?)",
                        List.of(at.toEpochMilli(), at.toEpochMilli()));
        };
    }

    /// Like `at`, for a key prefix. The `+ 0` keeps SQLite from using the `valid_from` index, which would scan all
    /// older rows.
    public static Where atOfOne(Moment moment) {
        return switch (moment) {
            case Moment.Now _ -> now();
            case Moment.At(var at) ->
                new Where(
                        " and valid_from + 0 <= ? and (valid_to is null or valid_to + 0 > ?)",
                        List.of(at.toEpochMilli(), at.toEpochMilli()));
        };
    }

    /// Opened or closed after one moment and not after another.
    public static Where within(String column, long after, long until) {
        return new Where(" and " + column + " > ? and " + column + " <= ?", List.of(after, until));
    }

    public static Where is(String column, Object value) {
        return new Where(" and " + column + " = ?", List.of(value));
    }

    public static Where in(String column, Collection<?> values) {
        return new Where(" and " + column + " in (?" + ", ?".repeat(values.size() - 1) + ")", List.copyOf(values));
    }

    /// Whether a text holds another one, which is taken literally.
    public static Where contains(String text, String part) {
        String pattern = part.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return new Where(" and " + text + " like ? escape '!'", List.of("%" + pattern + "%"));
    }

    /// Whether a column holds a user by this name, as [io.github.proxmoxmcp.persistence.value.UserName] reads it.
    public static Where isUser(String column, String name) {
        int start = name.codePointCount(0, name.length()) + 1;
        // SQLite's LIKE would not tell upper from lower case.
        return new Where(
                " and (" + column + " = ? or substr(" + column + ", 1, ?) in (?, ?))",
                List.of(name, start, name + "@", name + "!"));
    }

    public Where and(Optional<Where> other) {
        return other.map(this::and).orElse(this);
    }

    public Where and(Where other) {
        List<Object> both = new ArrayList<>(values);
        both.addAll(other.values);
        return new Where(sql + other.sql, both);
    }

    /// Sets its parameters from position `first` on.
    public void bind(PreparedStatement statement, int first) throws SQLException {
        int position = first;
        for (Object value : values) {
            statement.setObject(position++, value);
        }
    }
}
