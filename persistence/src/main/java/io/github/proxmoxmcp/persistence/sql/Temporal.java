package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A kind of which history is kept: its table, what identifies a thing besides the cluster, and the facts whose change
/// opens a new interval.
record Temporal(Kind kind, String table, Columns key, Columns facts) {

    /// A select of versions; more conditions may follow.
    String select() {
        return "select " + columns() + " from " + table + " where cluster = ?";
    }

    /// The columns that [#read] wants.
    String columns() {
        return key.names(table + ".", ", ")
                + facts.names(table + ".", ", ")
                + "valid_from, valid_to, unknown_since, opened_by, closed_by";
    }

    /// How many they are.
    int width() {
        return key.size() + facts.size() + 5;
    }

    String insert() {
        return "insert into " + table + " (" + key.names("", ", ") + facts.names("", ", ")
                + "cluster, valid_from, unknown_since, opened_by) values (?, ?, ?, ?"
                + ", ?".repeat(key.size() + facts.size()) + ")";
    }

    String close() {
        return "update " + table + " set valid_to = ?, closed_by = ?" + ofOneVersion();
    }

    String mark() {
        return "update " + table + " set unknown_since = ?" + ofOneVersion();
    }

    String delete() {
        return "delete from " + table + ofOneVersion();
    }

    private String ofOneVersion() {
        return " where " + key.names("", " = ? and ") + "cluster = ? and valid_from = ?";
    }

    Version read(ResultSet row) throws SQLException {
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
