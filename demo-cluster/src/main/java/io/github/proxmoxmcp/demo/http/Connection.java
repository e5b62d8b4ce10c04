package io.github.proxmoxmcp.demo.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// One client's connection: request after request, until an error, a wish, or idleness ends it.
final class Connection {
    /// Where the cluster is told to misbehave: this must work however it misbehaves.
    private static final String CONTROL_PATH = "/demo/";

    private static final int IDLE_MILLIS = 60_000;

    private final Socket socket;
    private final Function<HttpRequest, HttpResponse> handler;
    private final Supplier<Disturbance> disturbance;
    private final BooleanSupplier listening;

    /// @param listening false: the port was closed; what arrives from then on is not answered, although the sockets of
    ///     open connections are closed a moment later
    Connection(
            Socket socket,
            Function<HttpRequest, HttpResponse> handler,
            Supplier<Disturbance> disturbance,
            BooleanSupplier listening) {
        this.socket = socket;
        this.handler = handler;
        this.disturbance = disturbance;
        this.listening = listening;
    }

    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            var reader = new RequestReader(new BufferedInputStream(socket.getInputStream()));
            var out = new BufferedOutputStream(socket.getOutputStream());
            boolean open = true;
            while (open) {
                open = answerNext(reader, out);
            }
        } catch (IOException | InterruptedException gone) {
            // The client closed the connection, was idle for too long, or does not trust the certificate.
        }
    }

    private boolean answerNext(RequestReader reader, OutputStream out) throws IOException, InterruptedException {
        try {
            var request = reader.next();
            return request.isPresent() && listening.getAsBoolean() && answer(request.get(), out);
        } catch (MalformedRequest malformed) {
            ResponseWriter.write(out, malformed.response(), false, true);
            return false;
        }
    }

    private boolean answer(HttpRequest request, OutputStream out) throws IOException, InterruptedException {
        var wrong = request.path().startsWith(CONTROL_PATH) ? Disturbance.NONE : disturbance.get();
        Thread.sleep(wrong.delay());
        if (wrong.reset()) {
            socket.setSoLinger(true, 0);
            return false;
        }
        var response = handler.apply(request);
        if (wrong.truncate() || (wrong.deafWrites() && !request.method().equals("GET"))) {
            ResponseWriter.writeHalf(out, response);
            return false;
        }
        if (wrong.garbage()) {
            response = HttpResponse.text(200, "OK", "text/html", "<html><title>Gateway</title>\u0000\u0001");
        }
        if (wrong.blank() && request.method().equals("GET")) {
            response = HttpResponse.json("{\"data\":[]}".getBytes(StandardCharsets.UTF_8));
        }
        boolean close = response.close() || request.wantsClose();
        ResponseWriter.write(out, response, request.acceptsGzip(), close);
        return !close;
    }
}
