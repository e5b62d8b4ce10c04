package io.github.proxmoxmcp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.proxmoxmcp.client.Proxmox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who has to wait where more calls are made than may be in flight.
class RequesterTest {

    private static final int CONCURRENT_CALLS = 4;
    private static final int WAITING_CALLS = 20;

    private final Semaphore nodesAnswer = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger waitingBeforeTheOther = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer cluster;
    private Proxmox api;

    @BeforeEach
    void start() throws IOException {
        cluster = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cluster.setExecutor(threads);
        cluster.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/nodes")) {
                waiting.incrementAndGet();
                begun.release();
                nodesAnswer.acquireUninterruptibly();
            } else {
                waitingBeforeTheOther.set(waiting.get());
                begun.release();
            }
            byte[] body = "{\"data\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        cluster.start();
        api = Proxmox.connect(ConnectionSettings.of(
                        List.of(URI.create(
                                "http://127.0.0.1:" + cluster.getAddress().getPort())),
                        ApiToken.parse("root@pam!test=secret"),
                        new Trust.SystemAuthorities())
                .withLimits(CONCURRENT_CALLS, 10_000)
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(60)));
    }

    @AfterEach
    void stop() {
        answerAll();
        threads.close();
        api.close();
        cluster.stop(0);
    }

    @Test
    void aQuestionIsAnsweredWhileNothingInTheBackgroundIs() throws Exception {
        List<Future<?>> background = new ArrayList<>();
        // The mark goes over to the threads that are started here.
        Requester.inBackground(() -> background.addAll(askForNodes()));
        begun.acquire(Requester.share(CONCURRENT_CALLS));

        assertThat(askForJobs().get()).isEmpty();

        assertThat(waiting).hasValue(Requester.share(CONCURRENT_CALLS));
        assertThat(background).noneMatch(Future::isDone);
        answerAll();
        for (Future<?> call : background) {
            call.get();
        }
        assertThat(waiting).hasValue(WAITING_CALLS);
    }

    @Test
    void whatBecomesFreeGoesToWhoHasLeastAndNotToWhoWaitsLongest() throws Exception {
        Requester.as("greedy", this::askForNodes);
        begun.acquire(Requester.share(CONCURRENT_CALLS));
        Requester.as("second", this::askForNodes);
        begun.acquire(CONCURRENT_CALLS - Requester.share(CONCURRENT_CALLS));

        Future<List<?>> third = Requester.as("third", this::askForJobs);
        while (waitingBeforeTheOther.get() == 0) {
            nodesAnswer.release();
            begun.acquire();
        }

        assertThat(third.get()).isEmpty();
        // A few more than may be in flight, because the third may have come a little after the first answer.
        assertThat(waitingBeforeTheOther.get()).isLessThan(WAITING_CALLS / 2);
    }

    @Test
    void whoDoesNotSayForWhomItCallsMayHaveAllCalls() throws Exception {
        List<Future<?>> calls = askForNodes();

        begun.acquire(CONCURRENT_CALLS);

        assertThat(calls).noneMatch(Future::isDone);
    }

    private List<Future<?>> askForNodes() {
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < WAITING_CALLS; i++) {
            calls.add(threads.submit(() -> api.nodes().list()));
        }
        return calls;
    }

    private Future<List<?>> askForJobs() {
        return threads.submit(() -> api.backupJobs().list());
    }

    private void answerAll() {
        nodesAnswer.release(2 * WAITING_CALLS);
    }
}
