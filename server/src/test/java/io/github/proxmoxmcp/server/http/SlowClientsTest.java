package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.mcp.ProtocolServer;
import io.github.proxmoxmcp.server.mcp.TestOffer;
import io.github.proxmoxmcp.server.mcp.WebSessions;
import io.github.proxmoxmcp.server.metrics.Metrics;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients that send a little now and then, to hold what others need. Jetty's own time for silence is thirty seconds.
class SlowClientsTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final String HEAD = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

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
                List.of(),
                List.of(),
                100_000,
                new HttpSettings.Sessions(10, Duration.ofMinutes(30)),
                new HttpSettings.Rate(1_000, 1_000),
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
        WebServer made = new WebServer(settings, door, sessions, status, Optional.empty(), metrics, PATIENCE);
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
