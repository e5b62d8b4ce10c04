package io.github.proxmoxmcp.server.cli;

/// Ends a server that is told to by a signal as it should end, and with status 0: whoever asked it to end got what they
/// asked for.
final class ShutdownHook implements AutoCloseable {

    private final Runnable close;
    private final Thread hook = new Thread(this::signalled, "stop");
    private boolean over;

    /// @param close is run once, when a signal came or when this is closed
    ShutdownHook(Runnable close) {
        this.close = close;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void signalled() {
        end();
        System.err.flush();
        // The JVM itself would end with 128 and the signal's number.
        Runtime.getRuntime().halt(0);
    }

    private synchronized void end() {
        if (!over) {
            over = true;
            close.run();
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // A signal came too, while the client had hung up: the hook says with which status this ends.
        }
    }
}
