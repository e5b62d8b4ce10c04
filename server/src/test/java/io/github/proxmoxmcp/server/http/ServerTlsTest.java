package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.HttpSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS with a certificate and a key from PEM files.
class ServerTlsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aClientThatTrustsTheCertificateIsServedAndAnotherIsNot(String algorithm) throws Exception {
        SelfSigned certificate = new SelfSigned(folder, algorithm);
        try (WebFixture web = new WebFixture(folder, with(certificate.pem()));
                HttpClient trusting = HttpClient.newBuilder()
                        .sslContext(certificate.trusting())
                        .build();
                HttpClient other = HttpClient.newHttpClient()) {
            HttpRequest health = HttpRequest.newBuilder(
                            URI.create("https://localhost:" + web.server.port() + "/health"))
                    .build();

            HttpResponse<String> answer = trusting.send(health, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> other.send(health, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(web.raw("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .doesNotContain("200 OK");
        }
    }

    @Test
    void aKeyThatCannotBeReadIsSaidToBeWithWhatToDo() throws Exception {
        HttpSettings.Tls good = new SelfSigned(folder, "EC").pem();
        Path old = Files.writeString(
                folder.resolve("old.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");

        assertThatThrownBy(() -> ServerTls.context(new HttpSettings.Tls(good.certificate(), old)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        assertThatThrownBy(() -> ServerTls.context(new HttpSettings.Tls(folder.resolve("none.pem"), good.key())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.pem");
    }

    private static HttpSettings with(HttpSettings.Tls tls) {
        return new HttpSettings(
                "127.0.0.1",
                0,
                false,
                Optional.of(tls),
                false,
                false,
                true,
                Optional.empty(),
                java.util.List.of(),
                java.util.List.of(),
                new HttpSettings.Limits(
                        100_000,
                        new HttpSettings.Sessions(10, Duration.ofMinutes(30)),
                        new HttpSettings.Rate(100, 100)),
                Optional.empty());
    }
}
