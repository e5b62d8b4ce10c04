package io.github.proxmoxmcp.persistence.sql.database;

import io.github.proxmoxmcp.persistence.caller.CallerContext;
import io.github.proxmoxmcp.persistence.caller.FairShare;
import io.github.proxmoxmcp.persistence.sql.database.Database.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.sqlite.ProgressHandler;

/// A connection to a SQLite file that only reads, and what it answered since anybody last wrote: many clients ask the
/// same, and to look whether something was written costs a hundredth of looking through ten thousand guests.
public final class Reader implements AutoCloseable {

    private static final int REMEMBERED = 32;
    private static final int OPERATIONS_BETWEEN_LOOKS = 5_000;

    private final Connection connection;
    private final PreparedStatement version;
    private final Map<Object, Object> answers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > REMEMBERED;
        }
    };
    private int seen;
    private OptionalLong deadline = OptionalLong.empty();

    public Reader(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma query_only = on");
        }
        version = connection.prepareStatement("pragma data_version");
        ProgressHandler.setHandler(connection, OPERATIONS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return isToStop() ? 1 : 0;
            }
        });
    }

    /// Asked within a statement, by the thread that waits for it.
    private boolean isToStop() {
        if (deadline.isPresent() && System.nanoTime() - deadline.getAsLong() > 0) {
            return true;
        }
        return (deadline.isPresent() || CallerContext.stopsOnInterrupt())
                && Thread.currentThread().isInterrupted();
    }

    /// Statements of this work are stopped after the limit, and when the thread is interrupted.
    public <T> T limited(Duration limit, FairShare.Work<T, SQLException> work) throws SQLException {
        deadline = OptionalLong.of(System.nanoTime() + limit.toNanos());
        try {
            return work.run();
        } finally {
            deadline = OptionalLong.empty();
        }
    }

    /// Runs in a transaction; whoever gets an exception closes the reader.
    public <T> T read(Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result = work.with(connection);
        connection.setAutoCommit(true);
        return result;
    }

    /// Reads, or returns the answer that an equal question had, if nothing was written since.
    ///
    /// @param question what the answer depends on beside the file, of a class that stands for one kind of answer
    /// @param small whether an answer is worth its memory
    @SuppressWarnings("unchecked") // The class of the question says what the answer is.
    public <T> T recall(Object question, Predicate<T> small, Work<T> work) throws SQLException {
        return read(with -> {
            int now = version();
            if (now != seen) {
                answers.clear();
                seen = now;
            }
            T known = (T) answers.get(question);
            if (known != null) {
                return known;
            }
            T answer = work.with(with);
            if (small.test(answer)) {
                answers.put(question, answer);
            }
            return answer;
        });
    }

    /// Another number after each commit of any other connection, of this process or another one. In a transaction it is
    /// that of the state which the transaction sees.
    private int version() throws SQLException {
        try (ResultSet row = version.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
