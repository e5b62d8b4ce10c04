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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who has to wait where more calls are made than may be in flight.
class BackgroundTest {

    private static final int CONCURRENT_CALLS = 4;
    private static final int BACKGROUND_CALLS = 20;

    private final CountDownLatch nodesAnswer = new CountDownLatch(1);
    private final CountDownLatch shareIsTaken = new CountDownLatch(Background.share(CONCURRENT_CALLS));
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cluster.setExecutor(threads);
        cluster.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/nodes")) {
                waiting.incrementAndGet();
                shareIsTaken.countDown();
                await(nodesAnswer);
            }
            byte[] body = "{\"data\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        cluster.start();
    }

    @AfterEach
    void stop() {
        nodesAnswer.countDown();
        threads.close();
        cluster.stop(0);
    }

    @Test
    void aQuestionIsAnsweredWhileNothingInTheBackgroundIs() throws Exception {
        ConnectionSettings settings = ConnectionSettings.of(
                        List.of(URI.create(
                                "http://127.0.0.1:" + cluster.getAddress().getPort())),
                        ApiToken.parse("root@pam!test=secret"),
                        new Trust.SystemAuthorities())
                .withLimits(CONCURRENT_CALLS, 10_000)
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(60));
        try (Proxmox api = Proxmox.connect(settings)) {
            List<Future<?>> background = new ArrayList<>();
            Background.run(() -> {
                for (int i = 0; i < BACKGROUND_CALLS; i++) {
                    // The mark goes over to the threads that are started here.
                    background.add(threads.submit(() -> api.nodes().list()));
                }
            });
            await(shareIsTaken);

            assertThat(threads.submit(() -> api.backupJobs().list()).get()).isEmpty();

            assertThat(waiting).hasValue(Background.share(CONCURRENT_CALLS));
            assertThat(background).noneMatch(Future::isDone);
            nodesAnswer.countDown();
            for (Future<?> call : background) {
                call.get();
            }
            assertThat(waiting).hasValue(BACKGROUND_CALLS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
