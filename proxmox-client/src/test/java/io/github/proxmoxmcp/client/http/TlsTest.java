package io.github.proxmoxmcp.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.proxmoxmcp.client.FakeProxmox;
import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.Recording;
import io.github.proxmoxmcp.client.call.ProxmoxException.ClusterUnreachable;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

    private final TestCertificates certificates;
    private final WireMockServer localhost;
    private final WireMockServer elsewhere;

    TlsTest(@TempDir Path folder) throws Exception {
        certificates = new TestCertificates(folder);
        localhost = server("localhost");
        elsewhere = server("elsewhere");
    }

    @BeforeAll
    void start() {
        for (WireMockServer server : List.of(localhost, elsewhere)) {
            server.start();
            server.stubFor(any(anyUrl())
                    .willReturn(aResponse().withBody(Recording.of("001").body())));
        }
    }

    @AfterAll
    void stop() {
        localhost.stop();
        elsewhere.stop();
    }

    @Test
    void acceptsThePinnedCertificateWhateverItsName() throws Exception {
        String fingerprint = certificates.fingerprint("elsewhere");

        assertAccepted(elsewhere, new Trust.Fingerprint(fingerprint));
        assertAccepted(
                elsewhere, new Trust.Fingerprint(fingerprint.replace(":", "").toLowerCase(Locale.ROOT)));
    }

    @Test
    void refusesAnyOtherThanThePinnedCertificateAndSaysWhatItSaw() throws Exception {
        Trust other = new Trust.Fingerprint(certificates.fingerprint("elsewhere"));

        ClusterUnreachable error = refused(localhost, other);

        assertThat(error)
                .hasMessageContaining("its SHA-256 fingerprint " + certificates.fingerprint("localhost"))
                .hasMessageContaining("Its subject is CN=localhost")
                .hasMessageContaining("not the pinned certificate " + certificates.fingerprint("elsewhere"))
                .hasMessageContaining("PROXMOX_FINGERPRINT")
                .hasMessageContaining("PROXMOX_CA_FILE");
    }

    @Test
    void doesNotTakeThePinOfTheAuthorityForThatOfTheServer() throws Exception {
        refused(localhost, new Trust.Fingerprint(certificates.fingerprint("authority")));
    }

    @Test
    void acceptsOneOfSeveralPinnedCertificates() throws Exception {
        Trust both = new Trust.Fingerprint(
                certificates.fingerprint("elsewhere") + ", " + certificates.fingerprint("localhost"));

        assertAccepted(localhost, both);
        assertAccepted(elsewhere, both);
    }

    @Test
    void acceptsWhatTheAuthorityOfTheFileVouchesFor() throws Exception {
        assertAccepted(localhost, new Trust.CaFile(certificates.pem("authority")));
    }

    @Test
    void refusesAnotherHostNameThoughTheAuthorityVouchesForIt() throws Exception {
        ClusterUnreachable error = refused(elsewhere, new Trust.CaFile(certificates.pem("authority")));

        assertThat(error).hasMessageContaining("localhost").hasMessageContaining(certificates.fingerprint("elsewhere"));
    }

    @Test
    void refusesWhatNobodyKnownVouchesFor() throws Exception {
        ClusterUnreachable bySystem = refused(localhost, new Trust.SystemAuthorities());
        ClusterUnreachable byOther = refused(localhost, new Trust.CaFile(certificates.pem("elsewhere")));

        assertThat(bySystem).hasMessageContaining(certificates.fingerprint("localhost"));
        assertThat(byOther).hasMessageContaining("no authority that is trusted here has signed it");
    }

    @Test
    void keepsTheSystemsAuthoritiesBesideThoseOfTheFile() throws Exception {
        CheckedTrust system = Tls.trust(new Trust.SystemAuthorities());

        CheckedTrust both = Tls.trust(new Trust.CaFile(certificates.pem("authority")));

        assertThat(both.getAcceptedIssuers())
                .hasSize(system.getAcceptedIssuers().length + 1)
                .contains(system.getAcceptedIssuers());
    }

    @Test
    void saysWhatIsWrongWithACaFile(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path missing = folder.resolve("missing.pem");

        for (Path file : List.of(empty, missing)) {
            try (Proxmox client = client(localhost, new Trust.CaFile(file))) {
                assertThatExceptionOfType(ClusterUnreachable.class)
                        .isThrownBy(() -> client.version().get())
                        .withMessageContaining(file.toString());
            }
        }
    }

    @Test
    void readsACertificateForAPersonToConfirm() throws Exception {
        ServerCertificate certificate = Certificates.read(endpoint(elsewhere), Duration.ofSeconds(10));

        assertThat(certificate.fingerprint()).isEqualTo(certificates.fingerprint("elsewhere"));
        assertThat(certificate.subject()).isEqualTo("CN=pve9");
        assertThat(certificate.issuer()).isEqualTo("CN=Test Authority");
        assertThat(Instant.now()).isBetween(certificate.validFrom(), certificate.validUntil());
        assertThat(elsewhere.getAllServeEvents())
                .noneMatch(event -> event.getRequest().getUrl().equals("/"));
    }

    @Test
    void saysWhenThereIsNoCertificateToRead() throws Exception {
        URI closed = URI.create("https://localhost:1");

        assertThatExceptionOfType(ClusterUnreachable.class)
                .isThrownBy(() -> Certificates.read(closed, Duration.ofSeconds(5)))
                .withMessageStartingWith("READ CERTIFICATE OF https://localhost:1 failed: ");
        assertThatExceptionOfType(ClusterUnreachable.class)
                .isThrownBy(() -> Certificates.read(URI.create("https://nowhere.invalid:8006"), Duration.ofSeconds(5)))
                .withMessageContaining("https://nowhere.invalid:8006 cannot be reached: the host name is not known");
    }

    private static void assertAccepted(WireMockServer server, Trust trust) {
        try (Proxmox client = client(server, trust)) {
            assertThat(client.version().get().version()).isEqualTo("9.2.11");
        }
    }

    private static ClusterUnreachable refused(WireMockServer server, Trust trust) {
        server.resetRequests();
        try (Proxmox client = client(server, trust)) {
            ClusterUnreachable error = org.assertj.core.api.Assertions.catchThrowableOfType(
                    ClusterUnreachable.class, () -> client.version().get());
            assertThat(error.untrusted()).isTrue();
            assertThat(server.getAllServeEvents()).isEmpty();
            return error;
        }
    }

    private static Proxmox client(WireMockServer server, Trust trust) {
        return Proxmox.connect(ConnectionSettings.of(List.of(endpoint(server)), FakeProxmox.TOKEN, trust));
    }

    private static URI endpoint(WireMockServer server) {
        return URI.create("https://localhost:" + server.httpsPort());
    }

    private WireMockServer server(String alias) throws Exception {
        return new WireMockServer(options()
                .dynamicHttpsPort()
                .httpDisabled(true)
                .jettyAcceptors(1)
                .keystorePath(certificates.keyStore(alias).toString())
                .keystoreType("PKCS12")
                .keystorePassword(TestCertificates.PASSWORD)
                .keyManagerPassword(TestCertificates.PASSWORD));
    }
}
