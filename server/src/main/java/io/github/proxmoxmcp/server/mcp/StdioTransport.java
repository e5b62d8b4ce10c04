package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// One client over standard input and output, a JSON-RPC message a line.
///
/// Not the SDK's own, because that one ends the server on the first malformed line and drops what is in flight at the
/// end of input. Here a bad line is answered and the loop goes on, the end of input drains, `notifications/cancelled`
/// stops what it names, and a client that forgets `notifications/initialized` is not left waiting for ever.
public final class StdioTransport implements McpServerTransportProvider {

    private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);

    /// How long the end of input waits for answers that are still being made.
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final McpJsonMapper json;
    private final Preflight preflight;
    private final SessionSubscriptions subscriptions;
    private final Runnable introduced;
    private final LineReader lines;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private final InFlight running = new InFlight();
    private volatile boolean closing;
    private @Nullable McpServerSession session;

    /// @param subscriptions makes those of the client, who is told of changes by what it is given
    /// @param introduced is run once `initialize` is answered
    public StdioTransport(
            McpJsonMapper json,
            Preflight preflight,
            Function<Subscriptions.Subscriber, SessionSubscriptions> subscriptions,
            Runnable introduced,
            InputStream in,
            OutputStream out) {
        this.json = json;
        this.preflight = preflight;
        this.subscriptions = subscriptions.apply(this::changed);
        this.introduced = introduced;
        this.lines = new LineReader(new BufferedInputStream(in, 1 << 16));
        this.out = out;
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory factory) {
        session = factory.create(new Outgoing());
    }

    /// Reads and answers until the end of input, and until what was in flight then is answered.
    public void serve() {
        try {
            for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                acceptOrAnswer(line.get());
            }
        } catch (IOException e) {
            LOG.info("standard input ended: {}", e.getMessage());
        }
        close();
    }

    /// Takes no further requests, and waits a while for those that are being answered: what a write became is told.
    @Override
    public void close() {
        closing = true;
        int unanswered = running.drain(DRAIN);
        if (unanswered > 0) {
            LOG.warn("{} requests were not answered before the end", unanswered);
        }
    }

    /// The outer edge of every line: whatever is wrong with one, the next is read.
    private void acceptOrAnswer(LineReader.Line line) throws IOException {
        Incoming incoming = Incoming.read(json, line);
        try {
            accept(incoming);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a message could not be handled", e);
            if (incoming instanceof Incoming.Message(JSONRPCRequest request)) {
                write(JsonRpcError.of(
                        McpSchema.ErrorCodes.INTERNAL_ERROR,
                        request.id(),
                        "Internal error; the server's log (standard error) has the details"));
            }
        }
    }

    private void accept(Incoming incoming) throws IOException {
        // Not a switch over types: its first use costs ten milliseconds, and this is on the way to the first answer.
        if (incoming instanceof Incoming.Malformed bad) {
            write(bad.answer());
            bad.failed().ifPresent(this::handle);
        } else if (incoming instanceof Incoming.Message(JSONRPCRequest request)) {
            request(request);
        } else if (incoming instanceof Incoming.Message(JSONRPCNotification notification)) {
            notification(notification);
        } else if (incoming instanceof Incoming.Message(JSONRPCMessage answer)) {
            handle(answer);
        }
    }

    private void request(JSONRPCRequest request) throws IOException {
        if (closing) {
            write(JsonRpcError.of(JsonRpcError.SERVER_ERROR, request.id(), "The server is stopping"));
            return;
        }
        Preflight.Verdict verdict = preflight.check(request);
        if (verdict.announceInitialized()) {
            handle(new JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED));
        }
        if (verdict.answer().isPresent()) {
            write(json.writeValueAsString(verdict.answer().get()));
        } else {
            start(request);
        }
    }

    private void notification(JSONRPCNotification notification) {
        if (notification.method().equals(InFlight.CANCELLED)) {
            running.cancel(notification);
        } else if (preflight.passes(notification)) {
            handle(notification);
        }
    }

    private void start(JSONRPCRequest request) {
        Runnable ended = request.method().equals(McpSchema.METHOD_INITIALIZE) ? introduced : () -> {};
        Mono<Void> work = SessionSubscriptions.concerns(request)
                ? subscriptions.answer(request, answer -> write(json.writeValueAsString(answer)))
                : session().handle(request);
        var _ = running.start(request, work, ended);
    }

    private void changed(String uri) {
        notifyClients(McpSchema.METHOD_NOTIFICATION_RESOURCES_UPDATED, new McpSchema.ResourcesUpdatedNotification(uri))
                .subscribe(_ -> {}, InFlight::unhandled);
    }

    private void handle(JSONRPCMessage message) {
        session().handle(message).subscribe(_ -> {}, InFlight::unhandled);
    }

    private McpServerSession session() {
        if (session == null) {
            throw new IllegalStateException("the server was not built before the transport serves");
        }
        return session;
    }

    private void write(String message) throws IOException {
        byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
        writing.lock();
        try {
            out.write(line);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Mono<Void> notifyClients(String method, @Nullable Object params) {
        return session().sendNotification(method, params);
    }

    @Override
    public Mono<Void> notifyClient(String sessionId, String method, @Nullable Object params) {
        return notifyClients(method, params);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    private final class Outgoing implements McpServerTransport {

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            return Mono.fromCallable(() -> {
                        // Jackson escapes line breaks inside strings, so a message is one line.
                        write(json.writeValueAsString(OutletTransport.withoutInternals(message)));
                        return message;
                    })
                    .then();
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return json.convertValue(data, type);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }

        @Override
        public void close() {
            // Standard output belongs to the process.
        }
    }
}
