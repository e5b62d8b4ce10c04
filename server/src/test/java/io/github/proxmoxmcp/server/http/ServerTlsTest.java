package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.HttpSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS with a certificate and a key from PEM files.
class ServerTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aClientThatTrustsTheCertificateIsServedAndAnotherIsNot(String algorithm) throws Exception {
        KeyStore keys = keys(algorithm);
        HttpSettings.Tls tls = pem(keys);
        try (WebFixture web = new WebFixture(folder, with(tls));
                HttpClient trusting =
                        HttpClient.newBuilder().sslContext(trusting(keys)).build();
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
        HttpSettings.Tls good = pem(keys("EC"));
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
                java.util.List.of(),
                java.util.List.of(),
                100_000,
                new HttpSettings.Sessions(10, Duration.ofMinutes(30)),
                new HttpSettings.Rate(100, 100),
                Optional.empty());
    }

    /// The JDK has no public API that makes certificates, but it has `keytool`.
    private KeyStore keys(String algorithm) throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve(algorithm + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).describedAs(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(Files.readAllBytes(file)), PASSWORD);
        return keys;
    }

    private HttpSettings.Tls pem(KeyStore keys) throws GeneralSecurityException, IOException {
        Path certificate = Files.writeString(
                folder.resolve("certificate.pem"),
                block("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Path key = Files.writeString(
                folder.resolve("key.pem"),
                block("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded()));
        return new HttpSettings.Tls(certificate, key);
    }

    private static String block(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
        Certificate certificate = keys.getCertificate("server");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
