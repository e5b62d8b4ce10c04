package io.github.proxmoxmcp.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;

/// Ends connections whose next request does not come whole in time. Jetty ends those that are silent; one on which a
/// head comes a byte at a time would stay for ever.
final class SlowHeads implements Connection.Listener {

    private final Duration patience;
    private final LongSupplier nanos;
    private final Map<EndPoint, Waiting> connections = new ConcurrentHashMap<>();

    SlowHeads(Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)) {
            connections.put(connection.getEndPoint(), new Waiting(connection));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection.getEndPoint());
    }

    /// A request is whole; run the result when it is answered.
    Runnable answering(Request request) {
        Waiting waiting =
                connections.get(request.getConnectionMetaData().getConnection().getEndPoint());
        if (waiting == null) {
            return () -> {};
        }
        waiting.answering = true;
        return waiting::again;
    }

    /// Ends those that take too long.
    void sweep() {
        connections.forEach((connection, waiting) -> {
            if (waiting.isLate()) {
                connection.close();
            }
        });
    }

    private final class Waiting {

        private final Connection connection;
        private volatile boolean answering;
        private volatile long bytes = -1;
        private volatile long since = nanos.getAsLong();

        Waiting(Connection connection) {
            this.connection = connection;
        }

        void again() {
            bytes = connection.getBytesIn();
            since = nanos.getAsLong();
            answering = false;
        }

        /// A client that was answered may be silent, and only what comes of its next request begins the time anew.
        boolean isLate() {
            if (answering) {
                return false;
            }
            if (connection.getBytesIn() == bytes) {
                since = nanos.getAsLong();
                return false;
            }
            return nanos.getAsLong() - since > patience.toNanos();
        }
    }
}
