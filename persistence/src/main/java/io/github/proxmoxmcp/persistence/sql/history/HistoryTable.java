package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.joining;

import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A kind of which history is kept: its table, what identifies a thing besides the cluster, and the facts whose change
/// opens a new interval.
///
/// @param owner of what things of this kind are told as parts, or they themselves
/// @param scope how many leading columns of the key say which list a thing stands in; empty for what is not read in
///     lists
public record HistoryTable(Kind kind, String table, Columns key, Columns facts, Owner owner, OptionalInt scope) {

    /// Whose fields the facts are when a change is told.
    ///
    /// @param keys how many leading columns of the key are the owner's
    /// @param prefix of the fields' names; empty: the facts are fields of the owner as they are
    /// @param value the column that stands for a part as a whole
    public record Owner(Kind kind, int keys, String prefix, int value) {}

    /// Things that are told of as such.
    public HistoryTable(Kind kind, String table, Columns key, Columns facts) {
        this(kind, table, key, facts, new Owner(kind, key.size(), "", 0), OptionalInt.empty());
    }

    public HistoryTable partOf(Kind whole, int keys, String prefix, int value) {
        return new HistoryTable(kind, table, key, facts, new Owner(whole, keys, prefix, value), scope);
    }

    public HistoryTable withFacts(Columns some) {
        return new HistoryTable(kind, table, key, some, owner, scope);
    }

    public boolean isPart() {
        return owner.kind() != kind;
    }

    /// The name of the list that a thing stands in.
    public String scope(List<Object> ofKey) {
        return ofKey.subList(0, scope.orElse(0)).stream()
                .map(Object::toString)
                .filter(part -> !part.isEmpty())
                .collect(joining("@"));
    }

    /// A fact for people.
    public Optional<String> text(Facts known, int column) {
        return known.text(column)
                .map(text -> facts.list().get(column).type() == Columns.Type.TIME
                        ? Instant.ofEpochMilli(Long.parseLong(text)).toString()
                        : text);
    }

    /// A select of versions; more conditions may follow.
    public String select() {
        return "select " + columns() + " from " + table + " where cluster = ?";
    }

    /// The columns that [#read] wants.
    public String columns() {
        return key.names(table + ".", ", ")
                + facts.names(table + ".", ", ")
                + "valid_from, valid_to, unknown_since, opened_by, closed_by";
    }

    /// How many they are.
    public int width() {
        return key.size() + facts.size() + 5;
    }

    public String insert() {
        return "insert into " + table + " (" + key.names("", ", ") + facts.names("", ", ")
                + "cluster, valid_from, unknown_since, opened_by) values (?, ?, ?, ?"
                + ", ?".repeat(key.size() + facts.size()) + ")";
    }

    public String close() {
        return "update " + table + " set valid_to = ?, closed_by = ?" + ofOneVersion();
    }

    public String mark() {
        return "update " + table + " set unknown_since = ?" + ofOneVersion();
    }

    public String delete() {
        return "delete from " + table + ofOneVersion();
    }

    private String ofOneVersion() {
        return " where " + key.names("", " = ? and ") + "cluster = ? and valid_from = ?";
    }

    public Version read(ResultSet row) throws SQLException {
        int next = 1 + key.size() + facts.size();
        return new Version(
                new Row(key.readKey(row, 1), Facts.of(facts.read(row, 1 + key.size()))),
                row.getLong(next),
                Columns.time(row, next + 1),
                Columns.time(row, next + 2),
                Columns.time(row, next + 3),
                Columns.time(row, next + 4));
    }
}
