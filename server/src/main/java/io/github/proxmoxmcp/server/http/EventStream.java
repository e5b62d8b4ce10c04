package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.mcp.Outlet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Messages on their way to a client: whoever sends them does not wait, whoever writes them does.
final class EventStream implements Outlet {

    /// A client that lets so many wait reads too slowly; its stream ends.
    private static final int MAX_WAITING_EVENTS = 1_000;

    /// How long one who is no longer welcome may still listen.
    private static final Duration LOOK = Duration.ofSeconds(2);

    /// How long an answer is worked on for one who has gone.
    private static final Duration GLANCE = Duration.ofMillis(250);

    /// Often enough that neither we nor proxies take a quiet stream for a dead one.
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(10);

    private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>(MAX_WAITING_EVENTS);
    private volatile boolean ended;

    /// @param answer whether nothing more comes after it
    /// @param status of HTTP, if it is the first
    record Message(String json, boolean answer, int status) {
        /// Wakes whoever waits for a message, to see that there will be none.
        private static final Message NONE = new Message("", true, 200);
    }

    @Override
    public void send(String json, boolean answer) {
        send(new Message(json, answer, 200));
    }

    @Override
    public void answer(String json, int status) {
        send(new Message(json, true, status));
    }

    private void send(Message message) {
        if (!ended && !waiting.offer(message)) {
            end();
        }
    }

    @Override
    public void end() {
        ended = true;
        boolean _ = waiting.offer(Message.NONE);
    }

    /// An outlet for one of many answers; the stream stays open after it.
    Outlet lasting() {
        return new Outlet() {
            @Override
            public void send(String json, boolean answer) {
                EventStream.this.send(json, answer);
            }

            @Override
            public void end() {
                // The stream outlives the answer.
            }
        };
    }

    /// The first message; empty when none comes in time or ever, or whom it is for has gone.
    Optional<Message> first(Duration patience, BooleanSupplier gone) throws IOException {
        Optional<Message> message = Optional.empty();
        for (Duration left = patience; message.isEmpty() && left.isPositive(); left = left.minus(GLANCE)) {
            if (isOver() || gone.getAsBoolean()) {
                return message;
            }
            message = next(GLANCE);
        }
        return message;
    }

    /// The next message; empty when none comes in time or ever.
    private Optional<Message> next(Duration patience) throws IOException {
        try {
            return Optional.ofNullable(waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .filter(message -> !message.equals(Message.NONE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    boolean isOver() {
        return ended && waiting.stream().allMatch(message -> message.equals(Message.NONE));
    }

    /// Writes messages as server-sent events until there are no more, or until whom they are for is no longer welcome.
    ///
    /// @return whether there are no more
    boolean pump(OutputStream out, Optional<Message> first, BooleanSupplier welcome, boolean untilAnswer)
            throws IOException {
        Optional<Message> message = first;
        Duration look = untilAnswer ? GLANCE : LOOK;
        Duration quiet = BETWEEN_SIGNS;
        while (welcome.getAsBoolean()) {
            if (message.isPresent()) {
                quiet = Duration.ZERO;
                event(out, "message", message.get().json());
                if (untilAnswer && message.get().answer()) {
                    return true;
                }
            } else if (isOver()) {
                return true;
            } else if (quiet.compareTo(BETWEEN_SIGNS) >= 0) {
                quiet = Duration.ZERO;
                out.write(": still here\n\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            message = next(look);
            quiet = quiet.plus(look);
        }
        return false;
    }

    static void event(OutputStream out, String type, String data) throws IOException {
        // Jackson escapes line breaks inside strings, so a message is one line.
        out.write(("event: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
