package io.github.proxmoxmcp.server.cli.screen;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a command that Ctrl+C (or another signal) breaks off come to its end: what it does is interrupted, what it
/// opened is closed and its temporary files are deleted, and only then the program ends.
public final class Interruption implements AutoCloseable {

    /// What a shell reports of a program that Ctrl+C ended.
    private static final int STATUS = 130;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::signalled, "interrupted");
    private volatile Optional<String> notice = Optional.empty();
    private volatile boolean began;

    /// For what the current thread does until this is closed.
    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// What a person is told when it happens from now on.
    public void notice(String text) {
        notice = Optional.of(text);
    }

    /// Whether it has happened.
    public boolean began() {
        return began;
    }

    private void signalled() {
        began = true;
        notice.ifPresent(System.err::println);
        worker.interrupt();
        try {
            boolean _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            // It ends all the same.
        }
        System.err.flush();
        Runtime.getRuntime().halt(STATUS);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            ended.countDown();
            idle();
        }
    }

    /// The hook ends the program: nothing else shall be said or done meanwhile.
    private static void idle() {
        while (true) {
            try {
                Thread.sleep(PATIENCE);
            } catch (InterruptedException _) {
                // There is nothing to end.
            }
        }
    }
}
