package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Changes;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.caller.FairShare;
import io.github.proxmoxmcp.persistence.file.PrivateFile;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Reader;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// One SQLite file: one connection that writes, and a few that cannot.
final class SqliteDatabase implements Database {

    /// Fewer: the other questions take no time, and shall not wait for statements of strangers.
    private static final int STATEMENTS = Stores.READERS - 1;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
    private static final String MAX_VALUE_BYTES = "10000000";

    /// An identity that is never used again, not even after the last row was deleted.
    private static final Map<String, String> WORDS = Map.of(
            "identity",
            "integer primary key autoincrement not null",
            "clustered",
            "without rowid",
            "started_hex",
            "printf('%08X', started_at / 1000)");

    private final SQLiteDataSource readers;
    private final Connection writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final FairShare reading = new FairShare(Stores.READERS, Stores.READERS - 1, PATIENCE);
    private final FairShare statements = new FairShare(STATEMENTS, STATEMENTS - 1, PATIENCE);
    private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
    private final Map<String, Integer> clusterIds = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Statistics statistics = new Statistics();

    private SqliteDatabase(SQLiteDataSource readers, Connection writer) {
        this.readers = readers;
        this.writer = writer;
    }

    static SqliteDatabase open(StoreLocation.File location) {
        return open(location, PATIENCE);
    }

    /// @param patience how long a write waits for those of other processes
    static SqliteDatabase open(StoreLocation.File location, Duration patience) {
        Path path = location.path().toAbsolutePath();
        make(path);
        SQLiteDataSource writers = source(path, writerConfig(patience));
        try {
            prepare(path, new Schema(location, writers, WORDS));
            return new SqliteDatabase(source(path, readerConfig(patience)), writer(writers, patience));
        } catch (SQLException e) {
            throw new StoreException.Unusable("Cannot write to " + path + ": " + e.getMessage(), e);
        }
    }

    /// Retries: while another process opens the file, SQLite refuses to change the journal mode without waiting.
    private static Connection writer(SQLiteDataSource writers, Duration patience) throws SQLException {
        Connection writer = writers.getConnection();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try (Statement statement = writer.createStatement()) {
                statement.execute("pragma journal_mode = wal");
                return writer;
            } catch (SQLException e) {
                if (!isBusy(e) || System.nanoTime() > deadline) {
                    writer.close();
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    private static boolean isBusy(SQLException e) {
        return e instanceof SQLiteException cause
                && (cause.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    /// Makes the file, readable by its owner only, unless it is there; refuses one that is no database.
    private static void make(Path path) {
        try {
            if (path.getParent() != null) {
                PrivateFile.createFolders(path.getParent());
            }
            if (Files.notExists(path)) {
                PrivateFile.create(path);
            }
        } catch (FileAlreadyExistsException e) {
            // Another process was faster; or a file stands where a directory should, which the check below tells.
        } catch (IOException e) {
            throw new StoreException.Unusable(
                    "Cannot make the state file " + path + " (" + e + "): give a place that can be written to", e);
        }
        check(path);
    }

    private static void check(Path path) {
        if (!Files.isRegularFile(path) || !Files.isWritable(path) || !Files.isWritable(path.getParent())) {
            throw new StoreException.Unusable("Cannot write to the state file " + path
                    + " or its directory: give a place that can be written to");
        }
    }

    /// Only SQLite may open the file: when this process closes a file that it opened otherwise, the system drops all
    /// locks that this process has on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    private static void prepare(Path path, Schema schema) {
        try {
            schema.prepare();
        } catch (StoreException.Unusable e) {
            throw e.getCause() instanceof SQLiteException cause
                            && cause.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB
                    ? new StoreException.Unusable(
                            path + " is not a SQLite database: it was left untouched; give another place for the state",
                            e)
                    : e;
        }
    }

    private static SQLiteDataSource source(Path path, SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + path);
        return source;
    }

    private static SQLiteConfig writerConfig(Duration patience) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) patience.toMillis());
        config.setGetGeneratedKeys(false);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        return config;
    }

    private static SQLiteConfig readerConfig(Duration patience) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) patience.toMillis());
        config.setGetGeneratedKeys(false);
        config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, MAX_VALUE_BYTES);
        config.setPragma(SQLiteConfig.Pragma.LIMIT_ATTACHED, "0");
        return config;
    }

    @Override
    public Map<String, Integer> clusterIds() {
        return clusterIds;
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public <T> T read(Work<T> work) {
        return possible(() -> reading(reader -> reader.read(work)));
    }

    @Override
    public <T> T recall(Object question, Work<T> work) {
        return possible(() -> reading(reader -> reader.recall(question, _ -> true, work)));
    }

    private static <T> T possible(FairShare.Work<T, SQLException> attempt) {
        try {
            return attempt.run();
        } catch (SQLException e) {
            throw Database.unread(e);
        }
    }

    @Override
    public <T> T query(Duration limit, Object question, Predicate<T> small, Work<T> work) throws SQLException {
        return Database.inTurn(
                statements, () -> reading(reader -> reader.limited(limit, () -> reader.recall(question, small, work))));
    }

    private <T> T reading(Look<T> look) throws SQLException {
        return Database.inTurn(reading, () -> {
            Reader reader = reader();
            try {
                T result = look.with(reader);
                if (closed.get()) {
                    reader.close();
                } else {
                    idle.push(reader);
                }
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                reader.close();
                throw e;
            }
        });
    }

    /// What is done with a reader.
    @FunctionalInterface
    private interface Look<T> {
        T with(Reader reader) throws SQLException;
    }

    private Reader reader() throws SQLException {
        if (closed.get()) {
            throw new SQLException("the store is closed");
        }
        Reader reader = idle.poll();
        return reader == null ? new Reader(readers.getConnection()) : reader;
    }

    @Override
    public <T> T write(Work<T> work) {
        writing.lock();
        try {
            try {
                // To this driver, turning auto-commit off is BEGIN at once, on is COMMIT; its commit() begins anew, and
                // would keep other processes from writing. A BEGIN that fails leaves it off all the same: undone too,
                // or
                // what follows would run without a transaction.
                writer.setAutoCommit(false);
                T result = work.with(writer);
                writer.setAutoCommit(true);
                statistics.written(writer);
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                undo(e);
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreException.Unusable("Cannot write the state: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    /// After some failures, a full disk among them, SQLite has already rolled back: neither statement is possible then.
    private void undo(Throwable reason) {
        try {
            writer.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
        try {
            writer.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /// SQLite has no NOTIFY; waiting readers poll.
    @Override
    public void announce(Connection connection) {}

    /// To look again costs so little that it is what waiting means.
    @Override
    public Changes changes() {
        return new Changes() {
            @Override
            public void await(Duration longest) throws InterruptedException {
                Thread.sleep(longest);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<String> damage(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma integrity_check(20)")) {
            while (row.next()) {
                if (!row.getString(1).equals("ok")) {
                    found.add("The file is damaged: " + row.getString(1));
                }
            }
        }
        return found;
    }

    @Override
    public void compact() {
        writing.lock();
        try (Statement statement = writer.createStatement()) {
            statement.execute("vacuum");
            statement.execute("pragma wal_checkpoint(truncate)");
        } catch (SQLException e) {
            throw new StoreException.Unusable("Cannot compact the state: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        closed.set(true);
        writing.lock();
        try {
            for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
                reader.close();
            }
            writer.close();
        } catch (SQLException e) {
            throw new StoreException.Unusable("Cannot close the state: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    /// Keeps what SQLite chooses indexes by. Without statistics it takes the cluster, which all rows share, for a
    /// narrow condition, and goes through whole tables for the changes or the tasks of one guest.
    private static final class Statistics {

        private static final int FIRST = 20;
        private static final int MAX_WRITES_BETWEEN = 5_000;

        /// So many rows of each index are looked at: some milliseconds, however large the file is.
        private static final String GATHER = "pragma analysis_limit = 400; analyze";

        private int until = 1;
        private int next = FIRST / 10;

        /// Gathers them after the first write, because an index may be new, and then ever more seldom.
        void written(Connection writer) {
            if (--until > 0) {
                return;
            }
            next = Math.min(next * 10, MAX_WRITES_BETWEEN);
            until = next;
            try (Statement statement = writer.createStatement()) {
                statement.executeUpdate(GATHER);
            } catch (SQLException e) {
                LOG.debug("statistics could not be gathered: {}", e.getMessage());
            }
        }
    }
}
