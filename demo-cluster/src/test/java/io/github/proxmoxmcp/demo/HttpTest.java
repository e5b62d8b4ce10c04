package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class HttpTest {
    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster = DemoCluster.start(new DemoSettings(2, 12, 1), clock);
    private final Map<String, String> token = Map.of("Authorization", "PVEAPIToken=" + cluster.token(TokenLevel.FULL));

    @AfterEach
    void mend() {
        cluster.faults().clear();
        clock.advance(Duration.ofMinutes(1));
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void theJdksClientTrustsTheCertificateAndUnderstandsTheAnswers() throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(RawClient.trusting(cluster)).build()) {
            var answer = client.send(request("/api2/json/version").build(), BodyHandlers.ofString());

            assertThat(answer.body()).contains("\"version\":\"9.2");
            cluster.faults().nodeDown("pve2");
            var unreachable =
                    client.send(request("/api2/json/nodes/pve2/status").build(), BodyHandlers.ofString());
            assertThat(unreachable.statusCode()).isEqualTo(595);
            assertThat(unreachable.body()).isEmpty();
            var leaf = (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
            var hash = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
            assertThat(cluster.fingerprint())
                    .isEqualTo(HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash));
        }
    }

    @Test
    void aConnectionServesManyRequestsUntilAnErrorClosesIt() throws IOException {
        try (var client = RawClient.connect(cluster)) {
            for (int request = 0; request < 20; request++) {
                assertThat(client.send("GET", "/api2/json/version", token, "").status())
                        .isEqualTo(200);
            }
            var error = client.send("GET", "/api2/json/nosuch", token, "");

            assertThat(error.reason()).isEqualTo("Method 'GET /nosuch' not implemented");
            assertThat(error.headers()).containsEntry("connection", "close");
            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void largeAnswersAreCompressedWhenAskedFor() throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(RawClient.trusting(cluster)).build()) {
            var plain = client.send(request("/api2/json/cluster/resources").build(), BodyHandlers.ofByteArray());
            var packed = client.send(
                    request("/api2/json/cluster/resources")
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    BodyHandlers.ofByteArray());

            assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
            assertThat(packed.body().length).isLessThan(plain.body().length / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET nopath HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "PUT / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
                "PUT / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n"
            })
    void whatIsNotHttpIsABadRequest(String raw) throws IOException {
        try (var client = RawClient.connect(cluster)) {
            client.write(raw);

            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void headersAndBodiesAreBounded() throws IOException {
        try (var client = RawClient.connect(cluster)) {
            assertThat(client.send("GET", "/" + "x".repeat(20_000), token, "").reason())
                    .isEqualTo("header line too long");
        }
        try (var client = RawClient.connect(cluster)) {
            var path = "/api2/json/nodes/pve1/qemu/100/config";
            var answer = client.send("PUT", path, token, "description=" + "x".repeat(600_000));
            assertThat(answer.status()).isEqualTo(501);
            assertThat(answer.reason()).isEqualTo("for data too large");
        }
    }

    @Test
    void aDeleteWithABodyIsNotImplemented() throws IOException {
        try (var client = RawClient.connect(cluster)) {
            var answer = client.send("DELETE", "/api2/json/nodes/pve1/qemu/100/snapshot/x", token, "force=1");

            assertThat(answer.status()).isEqualTo(501);
        }
    }

    @Test
    void brokenLinesBreakOffAnswersAndCanBeMendedFromOutside() throws Exception {
        faults("{\"truncate\": true}");
        assertThatThrownBy(() -> get("/version").json()).isInstanceOf(Exception.class);

        faults("{\"truncate\": false, \"garbage\": true}");
        assertThat(get("/version").body()).startsWith("<html>");

        faults("{\"garbage\": false, \"resetConnections\": true}");
        assertThatThrownBy(() -> get("/version")).isInstanceOf(IllegalStateException.class);

        faults("{\"clear\": true}");
        assertThat(get("/version").status()).isEqualTo(200);
    }

    @Test
    void everyFaultCanBeSwitchedFromOutside() throws Exception {
        var state = faults("""
            {"nodeDown": "pve2", "revoke": {"AUDIT": ["VM.Audit"]}, "slowMillis": 1, "skipSeconds": 20}\
            """);

        assertThat(state).contains("\"nodeDown\":[\"pve2\"]").contains("\"slowMillis\":1");
        assertThat(get("/nodes/pve2/status").status()).isEqualTo(595);
        assertThat(RawClient.get(cluster, TokenLevel.AUDIT, "/cluster/resources?type=vm")
                        .data())
                .isEmpty();
        assertThat(faults("{\"nodedown\": \"pve2\"}"))
                .contains("unknown fault 'nodedown'; known are clear, disableToken");
        assertThat(faults("{\"nodeDown\": \"pve9\"}")).contains("no node 'pve9'");
        assertThat(faults("{")).contains("the body is not JSON");
    }

    @Test
    void onlyTheFullTokenSwitchesFaults() throws IOException {
        try (var client = RawClient.connect(cluster)) {
            var audit = Map.of("Authorization", "PVEAPIToken=" + cluster.token(TokenLevel.AUDIT));
            assertThat(client.send("POST", "/demo/faults", audit, "{}").status())
                    .isEqualTo(403);
        }
    }

    private String faults(String json) throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(RawClient.trusting(cluster)).build()) {
            var request =
                    request("/demo/faults").POST(BodyPublishers.ofString(json)).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private RawClient.Answer get(String path) {
        return RawClient.get(cluster, TokenLevel.FULL, path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(cluster.url().resolve(path))
                .header("Authorization", "PVEAPIToken=" + cluster.token(TokenLevel.FULL));
    }
}
