package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.mcp.ProtocolServer;
import io.github.proxmoxmcp.server.mcp.TestOffer;
import io.github.proxmoxmcp.server.mcp.WebSessions;
import io.github.proxmoxmcp.server.metrics.Metrics;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients that send a little now and then, to hold what others need. Jetty's own time for silence is thirty seconds.
class SlowClientsTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int CONNECTIONS = 8;
    private static final String HEAD = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private static final String METRICS = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private Optional<WebServer> server = Optional.empty();

    @BeforeEach
    void start() {
        HttpSettings settings = new HttpSettings(
                "127.0.0.1",
                0,
                true,
                Optional.empty(),
                false,
                false,
                true,
                Optional.empty(),
                List.of(),
                List.of(),
                new HttpSettings.Limits(
                        100_000,
                        new HttpSettings.Sessions(10, Duration.ofMinutes(30)),
                        new HttpSettings.Rate(1_000, 1_000)),
                Optional.empty());
        Metrics metrics = new Metrics(InstantSource.system());
        WebSessions sessions = ProtocolServer.web(
                TestOffer.of(() -> ToolRegistry.of(Access.READ, Set.of(), List.of())),
                new WebSessions.Limits(10, Duration.ofMinutes(30)),
                () -> {
                    throw new IllegalStateException("not needed here");
                },
                InstantSource.system(),
                metrics);
        RequestGate door =
                new RequestGate(settings, Access.READ, List.of(), metrics, Optional.empty(), System::nanoTime);
        StatusEndpoint status = new StatusEndpoint(
                () -> {
                    throw new IllegalStateException("not needed here");
                },
                metrics,
                InstantSource.system());
        WebServer made = new WebServer(
                settings,
                door,
                sessions,
                status,
                Optional.empty(),
                Optional.empty(),
                metrics,
                new WebServer.Bounds(PATIENCE, CONNECTIONS));
        made.start();
        server = Optional.of(made);
    }

    @AfterEach
    void stop() {
        server.ifPresent(WebServer::close);
    }

    @Test
    void aHeadThatDoesNotComeWholeIsCutOff() throws IOException {
        assertThat(answer("POST /mcp HT")).isEmpty();
        assertThat(answer(HEAD + "X-Slow: a")).isEmpty();
    }

    @Test
    void aSecondHeadOnTheSameConnectionIsCutOffToo() throws IOException {
        String health = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

        assertThat(answer(health, "GET /health HTTP/1.1\r\nX-Slow: a"))
                .startsWith("HTTP/1.1 200")
                .containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void aBodyThatDoesNotComeWholeIsAnsweredAsTooSlow() throws IOException {
        assertThat(answer(HEAD + "Content-Length: 100\r\n\r\n{\"json"))
                .startsWith("HTTP/1.1 408")
                .contains("did not come in time");
        assertThat(answer(HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"jso"))
                .startsWith("HTTP/1.1 408");
    }

    @Test
    void aBodyThatBreaksOffIsNoFailureOfOurs() throws IOException {
        try (Socket socket = socket()) {
            send(socket, HEAD + "Content-Length: 100\r\n\r\n{\"json");
            socket.shutdownOutput();

            assertThat(read(socket)).doesNotContain("500");
        }
    }

    @Test
    void whoKeepsConnectionsOpenHasHalfOfThemAndMayHaveAnotherWhenOneIsClosed() throws IOException {
        List<Socket> kept = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS / 2; i++) {
                kept.add(socket());
                send(kept.getLast(), METRICS);
                assertThat(line(kept.getLast())).startsWith("HTTP/1.1 200");
            }

            assertThat(answer(METRICS))
                    .startsWith("HTTP/1.1 429")
                    .contains("Connection: close", "Too many connections of anonymous; close some of them");

            kept.removeFirst().close();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try (Socket another = socket()) {
                    send(another, METRICS);
                    return line(another).startsWith("HTTP/1.1 200");
                }
            });
        } finally {
            for (Socket socket : kept) {
                socket.close();
            }
        }
    }

    @Test
    void strangersWhoSayNothingKeepNobodyOut() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * CONNECTIONS; i++) {
                silent.add(socket());
            }
            try (Socket another = socket()) {
                send(another, METRICS);

                assertThat(line(another)).startsWith("HTTP/1.1 200");
            }
            // It did not wait for their end: the youngest are there and may speak, the oldest had to make room.
            send(silent.getLast(), METRICS);
            assertThat(line(silent.getLast())).startsWith("HTTP/1.1 200");
            assertThat(silent.getFirst().getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static String line(Socket socket) throws IOException {
        return String.valueOf(
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                        .readLine());
    }

    private String answer(String... parts) throws IOException {
        try (Socket socket = socket()) {
            for (String part : parts) {
                send(socket, part);
                if (part.endsWith("\r\n\r\n") && parts.length > 1) {
                    assertThat(socket.getInputStream().read()).isEqualTo('H');
                }
            }
            return (parts.length > 1 ? "H" : "") + read(socket);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private Socket socket() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), server.orElseThrow().port());
        socket.setSoTimeout(25_000);
        return socket;
    }
}
