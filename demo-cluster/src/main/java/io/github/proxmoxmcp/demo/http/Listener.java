package io.github.proxmoxmcp.demo.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Listens on one port of the loopback address; one virtual thread for each connection.
///
/// Its own server and not the JDK's: Proxmox says everything in the reason phrase, and tests need broken answers.
public final class Listener implements AutoCloseable {
    private static final int BACKLOG = 512;
    private static final int ATTEMPTS = 100;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);

    private final SSLContext tls;
    private final Function<HttpRequest, HttpResponse> handler;
    private final Supplier<Disturbance> disturbance;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final int port;
    private Optional<ServerSocket> server;
    private boolean closed;

    public Listener(
            SSLContext tls, int port, Function<HttpRequest, HttpResponse> handler, Supplier<Disturbance> disturbance) {
        this.tls = tls;
        this.handler = handler;
        this.disturbance = disturbance;
        var socket = bind(port);
        this.server = Optional.of(socket);
        this.port = socket.getLocalPort();
        acceptOn(socket);
    }

    public int port() {
        return port;
    }

    /// Refuses connections and ends those that are open, or listens again.
    public synchronized void listen(boolean on) {
        if (on && server.isEmpty() && !closed) {
            var socket = bindAgain();
            server = Optional.of(socket);
            acceptOn(socket);
        } else if (!on) {
            server.ifPresent(Listener::closeQuietly);
            server = Optional.empty();
            connections.forEach(connection -> Thread.ofVirtual().start(() -> closeQuietly(connection)));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        listen(false);
    }

    private ServerSocket bind(int wanted) {
        try {
            return tryBind(wanted);
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen on port " + wanted + ": " + taken.getMessage(), taken);
        }
    }

    /// The system frees a port a moment after its socket was closed.
    private ServerSocket bindAgain() {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return tryBind(port);
            } catch (IOException notYetFree) {
                sleep();
            }
        }
        return bind(port);
    }

    private ServerSocket tryBind(int wanted) throws IOException {
        var socket = tls.getServerSocketFactory().createServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
            return socket;
        } catch (IOException taken) {
            socket.close();
            throw taken;
        }
    }

    private void acceptOn(ServerSocket socket) {
        Thread.ofVirtual().name("demo-accept-" + port).start(() -> {
            while (!socket.isClosed()) {
                accept(socket)
                        .ifPresent(connection ->
                                Thread.ofVirtual().name("demo-connection").start(() -> serve(connection, socket)));
            }
        });
    }

    /// Empty when the client left before it was accepted, or when the socket was closed.
    private static Optional<Socket> accept(ServerSocket socket) {
        try {
            return Optional.of(socket.accept());
        } catch (IOException goneOrClosed) {
            return Optional.empty();
        }
    }

    private void serve(Socket connection, ServerSocket through) {
        connections.add(connection);
        try {
            if (through.isClosed()) {
                closeQuietly(connection);
            }
            new Connection(connection, handler, disturbance, () -> !through.isClosed()).serve();
        } finally {
            connections.remove(connection);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Closing is all that was wanted.
            return;
        }
    }
}
