package io.github.proxmoxmcp.persistence.sql.database;

import io.github.proxmoxmcp.persistence.Changes;
import io.github.proxmoxmcp.persistence.caller.CallerContext;
import io.github.proxmoxmcp.persistence.caller.FairShare;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The differences between SQLite and PostgreSQL: connections, transactions, and how a statement is stopped.
public interface Database extends AutoCloseable {

    Dialect dialect();

    /// The short numbers of clusters whose names were looked up before; they stay what they are.
    Map<String, Integer> clusterIds();

    /// Runs in a transaction that sees one state of the database and cannot write.
    <T> T read(Work<T> work);

    /// Reads, or returns the answer that an equal question had, if nothing was written since. Callers must not change
    /// the answer.
    ///
    /// @param question what the answer depends on beside the database; its class stands for one kind of answer
    <T> T recall(Object question, Work<T> work);

    /// Runs a caller's own statement through [#recall]; after the limit it is stopped with an [SQLException].
    ///
    /// @param small whether an answer is worth its memory
    <T> T query(Duration limit, Object question, Predicate<T> small, Work<T> work) throws SQLException;

    /// Runs in a transaction: all or nothing.
    <T> T write(Work<T> work);

    /// Has those who wait for [#changes] woken when the transaction is committed.
    void announce(Connection connection) throws SQLException;

    Changes changes();

    /// What the database itself finds wrong with its storage, each a sentence.
    List<String> damage(Connection connection) throws SQLException;

    /// Gives unused room back.
    void compact();

    /// The exception for a failed read.
    static StoreException unread(SQLException e) {
        return CallerContext.stopsOnInterrupt() && Thread.currentThread().isInterrupted()
                ? new StoreException.Cancelled()
                : new StoreException.Unusable("Cannot read the state: " + e.getMessage(), e);
    }

    /// Reads when it is the caller's turn.
    static <T> T inTurn(FairShare shares, FairShare.Work<T, SQLException> work) throws SQLException {
        try {
            return shares.take(work);
        } catch (FairShare.NoTurn e) {
            throw e.isCancelled()
                    ? new StoreException.Cancelled()
                    : new StoreException.Busy(String.valueOf(e.getMessage()));
        }
    }

    @Override
    void close();

    /// The kinds of databases, apart from jOOQ's own list: nothing here shall load jOOQ before a query needs it.
    enum Dialect {
        SQLITE,
        POSTGRES
    }

    /// What is done with a connection.
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }
}
