package io.github.proxmoxmcp.server.mcp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client over standard input and output, a JSON-RPC message a line, in whichever revision each message is.
///
/// A bad line is answered and the loop goes on; the end of input waits for what is being answered.
public final class StdioTransport {

    private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);

    /// How long the end of input waits for answers that are still being made.
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /// How long a client may take to ask for the tools, until the rest comes up without it.
    private static final Duration FIRST_LIST = Duration.ofMillis(300);

    private final InFlight running = new InFlight();
    private final ClientSession session;
    private final StatelessService stateless;
    private final Runnable introduced;
    private final LineReader lines;
    private final OutputStream out;
    private final Outlet outlet = new Lines();
    private final ReentrantLock writing = new ReentrantLock();
    private final CountDownLatch listed = new CountDownLatch(1);
    private boolean begun;
    private volatile boolean closing;

    /// @param introduced is run on a thread of its own when the client has what it asks for first
    StdioTransport(
            Methods methods,
            ServerIdentity identity,
            RequestStates states,
            Runnable introduced,
            InputStream in,
            OutputStream out) {
        session = new ClientSession(methods, identity, Optional.empty(), running);
        session.listen(outlet);
        stateless = new StatelessService(_ -> methods, identity, states, running);
        this.introduced = introduced;
        this.lines = new LineReader(new BufferedInputStream(in, 1 << 16));
        this.out = out;
    }

    /// Reads and answers until the end of input, and until what was in flight then is answered.
    public void serve() {
        try {
            for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                accept(Incoming.read(line.get()));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.info("standard input or output ended: {}", e.getMessage());
        }
        close();
    }

    /// Takes no further requests, and waits a while for those that are being answered: what a write became is told.
    public void close() {
        closing = true;
        stateless.close();
        int unanswered = running.drain(DRAIN);
        if (unanswered > 0) {
            LOG.warn("{} requests were not answered before the end", unanswered);
        }
    }

    private void accept(Incoming message) {
        if (message instanceof Incoming.Malformed bad) {
            outlet.send(bad.answer(), true);
        }
        if (message instanceof Incoming.Request request && closing) {
            outlet.send(
                    new JsonRpcError(JsonRpcError.SERVER_ERROR, "The server is stopping").answer(request.id()), true);
        } else if (message instanceof Incoming.Request request) {
            request(request);
        } else {
            boolean _ = session.receive(message, outlet).isPresent();
        }
    }

    private void request(Incoming.Request request) {
        try {
            if (StatelessService.concerns(request)) {
                stateless.receive(request, Optional.empty(), outlet);
            } else {
                boolean _ = session.receive(request, outlet).isPresent();
            }
        } catch (RuntimeException | StackOverflowError e) {
            // The outer edge of every line: whatever is wrong with one, the next is read.
            LOG.error("a message could not be handled", e);
            outlet.send(JsonRpcError.internal().answer(request.id()), true);
        }
        begin(request.method());
    }

    /// Has the rest come up once the first request is answered; after an introduction the list of tools comes at once,
    /// and goes before.
    private void begin(String method) {
        if (!begun) {
            begun = true;
            Thread.ofPlatform().daemon().name("behind").start(this::comeUp);
        }
        if (!method.equals(Messages.INITIALIZE) && !method.equals(StatelessService.DISCOVER)) {
            listed.countDown();
        }
    }

    private void comeUp() {
        try {
            boolean _ = listed.await(FIRST_LIST.toMillis(), TimeUnit.MILLISECONDS);
            introduced.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Whoever needs what did not come up is told.
            LOG.warn("the server did not come up: {}", e.getMessage());
        }
    }

    /// Standard output, a message a line.
    private final class Lines implements Outlet {

        @Override
        public void send(String json, boolean answer) {
            // JSON escapes line breaks inside texts, so a message is one line.
            byte[] line = (json + "\n").getBytes(StandardCharsets.UTF_8);
            writing.lock();
            try {
                out.write(line);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                writing.unlock();
            }
        }

        @Override
        public void end() {
            // It belongs to the process.
        }
    }
}
