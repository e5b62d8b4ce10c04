package io.github.proxmoxmcp.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.ProxmoxException.ProtocolError;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.value.GuestType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolErrorTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    private static final int LIMIT = 20_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Welcome</html>",
                "null",
                "[]",
                "17",
                "{}",
                "{\"message\":\"x\"}",
                "{\"data\":[",
                "{\"data\":[]",
                "{\"data\":[]}x",
                "{\"data\":[]}{}",
                "{\"data\":{}}",
                "{\"data\":\"text\"}",
                "{\"data\":[17]}",
                "{\"data\":[[]]}",
                "{\"data\":[null]}",
                "{\"data\":[{\"node\":{}}]}",
                "{\"data\":[{\"node\":\"pve1\",\"maxmem\":\"much\"}]}",
                "{\"data\":[{\"node\":\"pve1\",\"uptime\":\"long\"}]}",
                "{\"data\":[{\"node\":\"pve1\",\"maxmem\":99999999999999999999}]}",
                "\u0000\u0001\u0002"
            })
    void refusesAnswersOfAnotherForm(String body) {
        PROXMOX.answer(200, body);

        assertProtocolError("");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 502})
    void namesAWebPageThatAProxyPutsInTheWay(int status) {
        PROXMOX.answer(aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/html")
                .withBody("\n<!DOCTYPE html><html><title>Sign in</title></html>"));

        assertThatExceptionOfType(ProxmoxException.class)
                .isThrownBy(() -> {
                    try (Proxmox client = PROXMOX.client()) {
                        client.nodes().list();
                    }
                })
                .withMessageContaining("a proxy or its login page");
    }

    @Test
    void neverFailsOtherwiseHoweverAnAnswerIsCutOrSpoiled() {
        byte[] whole = Recording.of("046").body().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 200; round++) {
            byte[] body = java.util.Arrays.copyOf(whole, round % 2 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int flips = random.nextInt(5); flips > 0 && body.length > 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            PROXMOX.answer(aResponse().withBody(body));
            try (Proxmox client = PROXMOX.client()) {
                assertThat(client.nodes().list()).isNotNull();
            } catch (ProtocolError _) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[] body = "{\"data\":[{\"node\":\"pv?1\"}]}".getBytes(StandardCharsets.ISO_8859_1);
        body[20] = (byte) 0xe9;
        PROXMOX.answer(aResponse().withBody(body));

        assertProtocolError("");
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() {
        PROXMOX.answer(200, "{\"data\":[\"" + "x".repeat(LIMIT) + "\"]}");

        assertProtocolError("larger than 20000 bytes");
    }

    @Test
    void refusesAnAnswerThatBecomesTooLargeWhenUnpacked() throws IOException {
        byte[] packed = gzip("{\"data\":[\"" + "x".repeat(LIMIT) + "\"]}");
        assertThat(packed).hasSizeLessThan(LIMIT / 10);
        PROXMOX.answer(aResponse().withHeader("Content-Encoding", "gzip").withBody(packed));

        assertProtocolError("larger than 20000 bytes");
    }

    @Test
    void readsPackedAnswersAndRefusesBrokenOnes() throws IOException {
        byte[] packed = gzip(Recording.of("046").body());
        PROXMOX.answer(aResponse().withHeader("Content-Encoding", "gzip").withBody(packed));
        try (Proxmox client = PROXMOX.client()) {
            assertThat(client.nodes().list()).hasSize(3);
        }
        assertThat(PROXMOX.request().getHeader("Accept-Encoding")).isEqualTo("gzip");

        packed[packed.length / 2] ^= 0x55;
        PROXMOX.answer(aResponse().withHeader("Content-Encoding", "gzip").withBody(packed));
        assertProtocolError("");
        PROXMOX.answer(aResponse().withHeader("Content-Encoding", "gzip").withBody("{\"data\":[]}"));
        assertProtocolError("");
    }

    @Test
    void refusesAnswersThatBreakOff() {
        PROXMOX.answer(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));

        assertProtocolError("broke off");
    }

    @Test
    void refusesAnswersThatAreNoHttp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(server));
            URI endpoint = URI.create("http://localhost:" + server.getLocalPort());

            try (Proxmox client = PROXMOX.client(
                    ConnectionSettings.of(List.of(endpoint), FakeProxmox.TOKEN, new Trust.SystemAuthorities()))) {
                assertThatExceptionOfType(ProtocolError.class)
                        .isThrownBy(() -> client.nodes().list())
                        .withMessageContaining("is not HTTP");
            }
        }
    }

    private static void greet(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("220 mail.example ESMTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void doesNotKnowWhetherAChangeHappenedWhenTheAnswerMakesNoSense() {
        PROXMOX.answer(200, "<html>");

        try (Proxmox client = PROXMOX.client()) {
            assertThatExceptionOfType(ProtocolError.class)
                    .isThrownBy(() -> client.guest(GuestType.QEMU, "pve1", 100).start())
                    .matches(ProxmoxException::outcomeUnknown);
        }
    }

    @Test
    void quotesNothingOfAnAnswerItCannotRead() {
        PROXMOX.answer(200, "{\"data\":[{\"node\":\"pve1\",\"maxmem\":\"hunter2\"}]}");

        try (Proxmox client = PROXMOX.client()) {
            assertThatExceptionOfType(ProtocolError.class)
                    .isThrownBy(() -> client.nodes().list())
                    .withMessageContaining("data[0].maxmem")
                    .withMessageNotContaining("hunter2")
                    .withNoCause();
        }
    }

    @Test
    void refusesNonsenseInGenericCallsToo() {
        PROXMOX.answer(200, "{\"data\":");

        try (Proxmox client = PROXMOX.client()) {
            assertThatExceptionOfType(ProtocolError.class).isThrownBy(() -> client.call("GET", "/version", Map.of()));
        }
    }

    private static void assertProtocolError(String part) {
        ConnectionSettings small =
                PROXMOX.settings().withLimits(2, LIMIT).withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20));
        try (Proxmox client = PROXMOX.client(small)) {
            assertThatExceptionOfType(ProtocolError.class)
                    .isThrownBy(() -> client.nodes().list())
                    .withMessageStartingWith("GET /nodes failed: ")
                    .withMessageContaining(part);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
