package io.github.proxmoxmcp.server.http;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;

/// None has more connections than their share, whether a question waits on them for hours or they are only kept open,
/// so that others can come in. A connection is of who sent the last request on it; those on which nobody has said yet
/// who they are have one share together, and beyond it the oldest of them ends.
final class ConnectionShares implements Connection.Listener {

    private final int each;
    private final Map<EndPoint, String> owners = new HashMap<>();
    private final Map<String, Integer> held = new HashMap<>();
    private final SequencedMap<EndPoint, Connection> nobodys = new LinkedHashMap<>();

    /// @param each how many one may have
    ConnectionShares(int each) {
        this.each = each;
    }

    /// Tells whether who sends this request may have its connection.
    synchronized boolean take(Request request, String principal) {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        nobodys.remove(connection);
        giveBack(Optional.ofNullable(owners.put(connection, principal)));
        return held.merge(principal, 1, Integer::sum) <= each;
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)) {
            oldestTooMany(connection).ifPresent(Connection::close);
        }
    }

    private synchronized Optional<Connection> oldestTooMany(Connection opened) {
        nobodys.put(opened.getEndPoint(), opened);
        return nobodys.size() <= each
                ? Optional.empty()
                : Optional.of(nobodys.pollFirstEntry().getValue());
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        nobodys.remove(connection.getEndPoint());
        giveBack(Optional.ofNullable(owners.remove(connection.getEndPoint())));
    }

    private void giveBack(Optional<String> owner) {
        owner.ifPresent(principal -> held.computeIfPresent(principal, (_, count) -> count == 1 ? null : count - 1));
    }
}
