package io.github.proxmoxmcp.persistence.sql.database;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/// Lets what talks to a database over a socket come to its end although its thread is interrupted.
///
/// The JDK closes the socket at which an interrupted virtual thread waits: the answer would be lost, and the connection
/// that others use next. It does not so with a thread of the platform; so the talking is done on such ones, and who
/// waits for it learns of the interrupt afterwards.
public final class UninterruptedCalls implements AutoCloseable {

    private final ExecutorService threads;

    /// @param most how many connections there are: more threads would only wait for one
    public UninterruptedCalls(int most) {
        threads = Executors.newFixedThreadPool(
                most, Thread.ofPlatform().name("state-", 1).daemon().factory());
    }

    /// What is done with a database.
    @FunctionalInterface
    public interface Talk<T> {
        T run() throws SQLException;
    }

    /// @param interrupt is run once when the waiting thread is interrupted; the talk comes to its end all the same
    public <T> T run(Talk<T> talk, Runnable interrupt) throws SQLException {
        if (!Thread.currentThread().isVirtual()) {
            return talk.run();
        }
        FutureTask<T> task = new FutureTask<>(talk::run);
        boolean interrupted = false;
        try {
            threads.execute(task);
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    if (!interrupted) {
                        interrupt.run();
                    }
                    interrupted = true;
                }
            }
        } catch (RejectedExecutionException e) {
            throw new SQLException("the store is closed", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
