package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.mcp.JsonRpcError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// A request and its answer, and what the access log tells of them.
final class WebExchange {

    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    /// How many times the longest body is read of one that is too long.
    private static final long DROPPED = 8;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final boolean behindProxy;
    private final Duration slowestBody;
    private boolean bodyRead;
    private boolean ahead;
    private Refusal refusal = (status, message) -> json(status, JsonRpcError.of(JsonRpcError.SERVER_ERROR, message));
    private String principal = "-";
    private String rpc = "-";

    /// @param slowestBody how long a body may take to come
    WebExchange(Request request, Response response, Callback callback, boolean behindProxy, Duration slowestBody) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.behindProxy = behindProxy;
        this.slowestBody = slowestBody;
    }

    /// How whoever asked is told that there is no answer.
    @FunctionalInterface
    interface Refusal {

        void answer(int status, String message);
    }

    /// A body that does not come whole in time.
    static final class TooSlow extends IOException {

        private static final long serialVersionUID = 1;

        TooSlow(IOException cause) {
            super("the body comes too slowly", cause);
        }
    }

    /// Tells whether a principal may have the connection that this came on.
    boolean takesFrom(ConnectionShares shares, String principal) {
        return shares.take(request, principal);
    }

    String method() {
        return request.getMethod();
    }

    /// The path as it was sent, neither decoded nor normalised, so that each of our paths can be written in one way
    /// only.
    String path() {
        return Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
    }

    /// As it was sent; empty text when there is none.
    String queryString() {
        return Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
    }

    /// A parameter of the query string; empty too where that is not one.
    Optional<String> query(String name) {
        try {
            return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name));
        } catch (IllegalArgumentException | IllegalStateException _) {
            return Optional.empty();
        }
    }

    /// The value of a header that may stand but once; empty too when it stands several times.
    Optional<String> header(String name) {
        List<HttpField> fields = request.getHeaders().getFields(name);
        return fields.size() == 1 ? Optional.ofNullable(fields.getFirst().getValue()) : Optional.empty();
    }

    boolean has(String header) {
        return request.getHeaders().contains(header);
    }

    /// All values of a header that may be a list, together.
    String list(String name) {
        return String.join(",", request.getHeaders().getValuesList(name));
    }

    /// On which the connection came.
    int localPort() {
        return Request.getLocalPort(request);
    }

    boolean isSecure() {
        return request.isSecure();
    }

    /// Of the caller; the last one that a proxy tells is the one that our own proxy saw.
    String address() {
        String direct = Request.getRemoteAddr(request);
        if (!behindProxy) {
            return direct;
        }
        String forwarded = list("X-Forwarded-For");
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        return last.matches("[0-9A-Fa-f.:]{2,45}") ? last : direct;
    }

    /// The body as text; empty when it is longer than that.
    ///
    /// What is too long is read on for a while and dropped: a client that still sends when the connection is closed
    /// does not get to see the answer that says why.
    ///
    /// @throws IOException when it does not come, or comes a few bytes at a time to keep us busy
    Optional<String> body(int most) throws IOException {
        if (request.getLength() > (has("Expect") ? most : DROPPED * most)) {
            return Optional.empty();
        }
        long deadline = System.nanoTime() + slowestBody.toNanos();
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        long usual = connection.getIdleTimeout();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        long length = 0;
        try (InputStream in = Request.asInputStream(request)) {
            int read;
            do {
                // A byte now and then is not silence, so that the time for silence is what is left for all.
                connection.setIdleTimeout(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                read = in.read(buffer);
                length += Math.max(0, read);
                if (read > 0 && length <= most) {
                    body.write(buffer, 0, read);
                }
            } while (read >= 0 && length <= DROPPED * most);
        } catch (IOException e) {
            throw System.nanoTime() >= deadline || e.getCause() instanceof TimeoutException ? new TooSlow(e) : e;
        } finally {
            connection.setIdleTimeout(usual);
        }
        bodyRead = length <= most;
        return length > most ? Optional.empty() : Optional.of(body.toString(StandardCharsets.UTF_8));
    }

    /// Whether the client has closed the connection. Nothing else would tell before an answer cannot be written; what
    /// the client sends meanwhile (its next request) is kept for its turn.
    boolean isGone() {
        Connection connection = request.getConnectionMetaData().getConnection();
        EndPoint end = connection.getEndPoint();
        if (ahead || !end.isOpen() || end.isInputShutdown()) {
            return !ahead;
        }
        ByteBuffer one = BufferUtil.allocate(1);
        try {
            int filled = end.fill(one);
            if (filled > 0 && connection instanceof Connection.UpgradeTo reading) {
                reading.onUpgradeTo(one);
                ahead = true;
            }
            return filled < 0;
        } catch (IOException _) {
            return true;
        }
    }

    /// Of which trace the caller says that it is a part (W3C's Trace Context), for the log; `-` where it does not.
    String trace() {
        Matcher given = TRACE.matcher(header("traceparent").orElse(""));
        return given.matches() ? given.group(1) : "-";
    }

    void set(String header, String value) {
        response.getHeaders().put(header, value);
    }

    void answer(int status) {
        begin(status);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    /// The connection of a body that was not read cannot be used again; a client that is not told would lose its next
    /// request on it.
    private void begin(int status) {
        response.setStatus(status);
        boolean hasBody = has("Transfer-Encoding")
                || header("Content-Length")
                        .filter(length -> !length.equals("0"))
                        .isPresent();
        if (hasBody && !bodyRead) {
            set("Connection", "close");
        }
    }

    void answer(int status, String type, String body) {
        answer(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    void answer(int status, String type, byte[] bytes) {
        begin(status);
        set("Content-Type", type);
        response.getHeaders().put("Content-Length", bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    void json(int status, String body) {
        answer(status, "application/json", body);
    }

    /// From now on refusals are told in this way, and not as JSON.
    void refusesBy(Refusal way) {
        refusal = way;
    }

    void refuse(int status, String message) {
        refusal.answer(status, message);
    }

    /// Begins an answer of server-sent events.
    OutputStream events() {
        response.setStatus(200);
        set("Content-Type", "text/event-stream");
        set("Cache-Control", "no-store");
        set("X-Accel-Buffering", "no");
        return Content.Sink.asOutputStream(response);
    }

    /// Ends an answer that was begun.
    void end() {
        callback.succeeded();
    }

    /// Breaks off: something of ours is broken.
    void fail(Throwable cause) {
        if (response.isCommitted()) {
            callback.failed(cause);
        } else {
            refuse(500, "Internal error; the server's log has the details");
        }
    }

    /// Breaks off: the client has gone, or sends too slowly.
    void breakOff(IOException cause) {
        if (response.isCommitted()) {
            callback.failed(cause);
        } else if (cause instanceof TooSlow) {
            refuse(408, "The message did not come in time");
        } else {
            refuse(400, "The message broke off");
        }
    }

    int status() {
        return response.getStatus();
    }

    void isFrom(String name) {
        principal = name;
    }

    void asks(String what) {
        rpc = what;
    }

    String principal() {
        return principal;
    }

    String rpc() {
        return rpc;
    }
}
