package io.github.proxmoxmcp.persistence.sql.statement;

/// What an expression of a stranger's statement is, as far as it can be told.
public enum ExpressionKind {
    /// An ISO text in UTC.
    TIME,
    TEXT,
    /// A number of seconds.
    DURATION,
    INTEGER,
    NUMBER,
    BOOLEAN,
    UNKNOWN;

    boolean isText() {
        return this == TIME || this == TEXT;
    }

    boolean isNumber() {
        return this == DURATION || this == INTEGER || this == NUMBER;
    }
}
