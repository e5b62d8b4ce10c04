package io.github.proxmoxmcp.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.ProxmoxException.Busy;
import io.github.proxmoxmcp.client.call.ProxmoxException.DigestConflict;
import io.github.proxmoxmcp.client.call.ProxmoxException.Failed;
import io.github.proxmoxmcp.client.call.ProxmoxException.Forbidden;
import io.github.proxmoxmcp.client.call.ProxmoxException.InvalidParameters;
import io.github.proxmoxmcp.client.call.ProxmoxException.Locked;
import io.github.proxmoxmcp.client.call.ProxmoxException.NoQuorum;
import io.github.proxmoxmcp.client.call.ProxmoxException.NoSuchThing;
import io.github.proxmoxmcp.client.call.ProxmoxException.NodeUnreachable;
import io.github.proxmoxmcp.client.call.ProxmoxException.NotAuthenticated;
import io.github.proxmoxmcp.client.call.ProxmoxException.ProtocolError;
import io.github.proxmoxmcp.client.call.ProxmoxException.Refused;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorsTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    /// The recordings of status 500 by what they mean; those of other statuses need no list.
    private static final Map<Class<? extends ProxmoxException>, Set<String>> MEANINGS = Map.of(
            NoSuchThing.class,
                    Set.of("068", "076", "101", "107", "126", "237", "258", "291", "361", "371", "392", "624"),
            Locked.class, Set.of("142"),
            Busy.class, Set.of("355"),
            NoQuorum.class, Set.of("418", "419", "420", "421"),
            NodeUnreachable.class, Set.of("052"),
            DigestConflict.class, Set.of("137"));

    static List<Recording> refused() {
        return Recording.all().stream()
                .filter(recording -> recording.status() != 200)
                .toList();
    }

    @Test
    void knowsARecordingOfEveryFamily() {
        assertThat(refused()).hasSizeGreaterThan(80);
        assertThat(refused().stream().map(ErrorsTest::expected).distinct())
                .containsExactlyInAnyOrder(
                        NotAuthenticated.class,
                        Forbidden.class,
                        NoSuchThing.class,
                        InvalidParameters.class,
                        Locked.class,
                        Busy.class,
                        NoQuorum.class,
                        NodeUnreachable.class,
                        DigestConflict.class,
                        Failed.class);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void tellsWhatWentWrongAsRecorded(Recording recording) {
        PROXMOX.answer(recording.status(), recording.body());

        ProxmoxException error = failure(recording.method(), recording.path(), Map.of());

        assertThat(error).isExactlyInstanceOf(expected(recording));
        assertThat(error.getMessage())
                .startsWith(recording.method() + " /")
                .doesNotContain("5ec4e700")
                .doesNotContainPattern("\\p{Cntrl}");
        String said = recording.answer().path("message").asString("").strip();
        if (!said.isEmpty() && !said.contains("\n") && !(error instanceof NoSuchThing)) {
            assertThat(error.getMessage()).contains(said);
        }
    }

    @Test
    void namesPathPrivilegeAndRemedyWhenForbidden() {
        PROXMOX.answer(403, Recording.of("113").body());

        ProxmoxException error = failure("GET", "/nodes/pve1/qemu/100/config", Map.of());

        assertThat(error).isInstanceOfSatisfying(Forbidden.class, forbidden -> {
            assertThat(forbidden.path()).contains("/vms/100");
            assertThat(forbidden.privilege()).contains("VM.Audit");
        });
        assertThat(error)
                .hasMessage("GET /nodes/pve1/qemu/100/config failed: «Permission check failed (/vms/100, VM.Audit)»."
                        + " 'joe@pve!mcp' needs VM.Audit on /vms/100, and so does its user if the token has"
                        + " rights of its own. A role given there replaces the inherited ones, so it must"
                        + " include their privileges: 'proxmox-mcp doctor' prints such lines");
    }

    @ParameterizedTest
    @CsvSource({
        "053, -, Sys.Audit",
        "125, -, -",
        "540, -, -",
        "542, -, -",
        "383, /access/realm/pve, Realm.AllocateUser",
        "144, /vms/102, VM.Config.CPU"
    })
    void leavesOutWhatAForbiddingAnswerDoesNotName(String name, String path, String privilege) {
        PROXMOX.answer(403, Recording.of(name).body());

        ProxmoxException error = failure("GET", "/x", Map.of());

        assertThat(error).isInstanceOfSatisfying(Forbidden.class, forbidden -> {
            assertThat(forbidden.path().orElse("-")).isEqualTo(path);
            assertThat(forbidden.privilege().orElse("-")).isEqualTo(privilege);
        });
    }

    @Test
    void tellsWhatIsWrongWithEachParameter() {
        PROXMOX.answer(400, Recording.of("135").body());

        ProxmoxException error = failure("PUT", "/nodes/pve1/qemu/300/config", Map.of());

        assertThat(error)
                .isInstanceOfSatisfying(
                        InvalidParameters.class,
                        invalid -> assertThat(invalid.byField())
                                .containsEntry("cores", "«value must have a minimum value of 1»")
                                .containsEntry(
                                        "scsi0",
                                        "«invalid format - format error; scsi0.ssd: type check ('boolean') failed - got"
                                                + " '2'»")
                                .containsKey("bios"));
        assertThat(error).hasMessageContaining("cores: «value must have a minimum value of 1");
    }

    @Test
    void withholdsWhatProxmoxSaysOfASecretParameter() {
        PROXMOX.answer(
                400,
                "{\"errors\":{\"cipassword\":\"got 'hunter2'\"},\"message\":\"Parameter verification failed.\\n\"}");

        ProxmoxException error = failure("PUT", "/nodes/pve1/qemu/300/config", Map.of("cipassword", "hunter2"));

        assertThat(error).hasMessageContaining("cipassword").hasMessageNotContaining("hunter2");
    }

    @Test
    void strikesOutTheTokenShouldAnAnswerRepeatIt() {
        PROXMOX.answer(500, "cannot use PVEAPIToken=joe@pve!mcp=5ec4e700-aaaa-bbbb-cccc-0123456789ab");

        ProxmoxException error = failure("GET", "/version", Map.of());

        assertThat(error).hasMessageContaining("joe@pve!mcp=***").hasMessageNotContaining("5ec4e700");
    }

    @Test
    void namesTheLockAndTheNode() {
        PROXMOX.answer(500, Recording.of("142").body());
        ProxmoxException locked = failure("PUT", "/nodes/pve1/qemu/102/config", Map.of());
        PROXMOX.answer(595, "");
        ProxmoxException away = failure("POST", "/nodes/pve3/qemu/120/status/start", Map.of());

        assertThat(locked)
                .isInstanceOfSatisfying(Locked.class, e -> assertThat(e.lock()).contains("backup"));
        assertThat(away)
                .isInstanceOfSatisfying(
                        NodeUnreachable.class, e -> assertThat(e.node()).contains("pve3"));
        assertThat(away.outcomeUnknown()).isFalse();
    }

    @Test
    void doesNotKnowWhetherAChangeHappenedWhenTheProxyGaveUpOnIt() {
        PROXMOX.answer(596, "");

        ProxmoxException change = failure("POST", "/nodes/pve3/qemu/120/status/start", Map.of());
        ProxmoxException read = failure("GET", "/nodes/pve3/status", Map.of());

        assertThat(change.outcomeUnknown()).isTrue();
        assertThat(change).hasMessageContaining("look before you repeat it");
        assertThat(read.outcomeUnknown()).isFalse();
    }

    @Test
    void tellsRedirectsAndOtherStatusesApart() {
        PROXMOX.answer(aResponse().withStatus(301).withHeader("Location", "https://elsewhere/"));
        ProxmoxException redirect = failure("GET", "/version", Map.of());
        PROXMOX.answer(429, "slow down");
        ProxmoxException refused = failure("GET", "/version", Map.of());

        assertThat(redirect).isInstanceOf(ProtocolError.class).hasMessageContaining("https://HOST:8006");
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.status()).isEqualTo(429));
    }

    @Test
    void understandsAnErrorWhoseEmptyBodyIsCalledPacked() {
        PROXMOX.answer(aResponse().withStatus(401).withHeader("Content-Encoding", "gzip"));

        assertThat(failure("GET", "/version", Map.of())).isInstanceOf(NotAuthenticated.class);
    }

    @Test
    void survivesErrorTextsOfAnyEncodingAndLength() {
        byte[] body = "{\"message\":\"no \u0000such ?? ".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        body[body.length - 2] = (byte) 0xff;
        PROXMOX.answer(aResponse().withStatus(500).withBody(body));
        ProxmoxException broken = failure("GET", "/version", Map.of());
        PROXMOX.answer(500, "x".repeat(100_000));
        ProxmoxException lengthy = failure("GET", "/version", Map.of());

        assertThat(broken)
                .isInstanceOf(Failed.class)
                .hasMessageContaining("such")
                .hasMessageNotContaining("\u0000");
        assertThat(lengthy.getMessage()).hasSizeLessThan(1200);
    }

    private static ProxmoxException failure(String method, String path, Map<String, ?> parameters) {
        try (Proxmox client = PROXMOX.client()) {
            return catchThrowableOfType(ProxmoxException.class, () -> client.call(method, path, parameters));
        }
    }

    private static Class<? extends ProxmoxException> expected(Recording recording) {
        String number = recording.name().substring(0, 3);
        return switch (recording.status()) {
            case 400 -> Set.of("343", "344").contains(number) ? NoSuchThing.class : InvalidParameters.class;
            case 401 -> NotAuthenticated.class;
            case 403 -> Forbidden.class;
            case 595, 596 -> NodeUnreachable.class;
            default ->
                MEANINGS.entrySet().stream()
                        .filter(meaning -> meaning.getValue().contains(number))
                        .<Class<? extends ProxmoxException>>map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(Failed.class);
        };
    }

    /// As a node without Ceph is known to say it; none with Ceph was recorded.
    @Test
    void saysThatANodeHasNoCeph() {
        PROXMOX.answer(500, "{\"message\":\"binary not installed: /usr/bin/ceph-mon\\n\",\"data\":null}");

        assertThat(failure("GET", "/nodes/pve1/ceph/status", Map.of()))
                .isInstanceOf(Failed.class)
                .hasMessage("GET /nodes/pve1/ceph/status failed: «binary not installed: /usr/bin/ceph-mon»");
    }

    @Test
    void wordsOfOthersCannotPassForOurs() {
        PROXMOX.answer(500, "{\"message\":\"gone». state: ok\\nstate: ok «\",\"errors\":{\"x y\":\"a» b\"}}");

        assertThat(failure("GET", "/x", Map.of())).hasMessage("GET /x failed: «gone›. state: ok; state: ok ‹»");
    }
}
