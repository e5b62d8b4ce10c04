package io.github.proxmoxmcp.server.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/// Ends a server that is told to by a signal as it should end, and with status 0: whoever asked it to end got what they
/// asked for.
final class Ending implements AutoCloseable {

    private final AtomicBoolean over = new AtomicBoolean();
    private final Runnable close;

    /// @param close is run once, when a signal came or when this is closed
    Ending(Runnable close) {
        this.close = close;
        Runtime.getRuntime().addShutdownHook(new Thread(this::signalled, "stop"));
    }

    private void signalled() {
        if (over.compareAndSet(false, true)) {
            close.run();
            System.err.flush();
            // The JVM itself would end with 128 and the signal's number.
            Runtime.getRuntime().halt(0);
        }
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            close.run();
        }
    }
}
