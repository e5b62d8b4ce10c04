package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.guest.Power;
import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.client.tasks.TasksApi.LogQuery;
import io.github.proxmoxmcp.client.tasks.TasksApi.TaskQuery;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    private static final Upid UPID = Upid.parse("UPID:pve1:000002E0:00050C48:6B03E962:qmcreate:300:root@pam!full:");
    private static final String A_UPID = "{\"data\":\"" + UPID + "\"}";

    @Test
    void encodesATaskAsOnePathSegment() {
        LoggedRequest request = sent("{\"data\":[]}", client -> client.tasks().log("pve1", UPID, LogQuery.after(7)));

        assertThat(request.getUrl())
                .isEqualTo("/api2/json/nodes/pve1/tasks/UPID%3Apve1%3A000002E0%3A00050C48%3A6B03E962%3Aqmcreate"
                        + "%3A300%3Aroot%40pam%21full%3A/log?start=7&limit=0");
    }

    @Test
    void encodesPathSegmentsNotAsForms() {
        LoggedRequest request = sent(
                "{\"data\":[]}",
                client -> client.storage()
                        .content("pve1", "a b/c+d", new ContentQuery(Optional.of("x y"), Optional.empty())));

        assertThat(request.getUrl()).isEqualTo("/api2/json/nodes/pve1/storage/a%20b%2Fc%2Bd/content?content=x%20y");
    }

    @Test
    void putsParametersOfAReadIntoTheQueryAndLeavesOutAbsentOnes() {
        Instant since = Instant.ofEpochSecond(1_795_418_000);
        TaskQuery query = new TaskQuery(
                Optional.of("all"),
                Optional.empty(),
                Optional.of(5),
                Optional.of(100),
                Optional.of(true),
                Optional.empty(),
                Optional.of("joe@pve"),
                Optional.of(since),
                Optional.empty());

        LoggedRequest request = sent("{\"data\":[]}", client -> client.tasks().list("pve1", query));

        assertThat(request.getUrl())
                .isEqualTo("/api2/json/nodes/pve1/tasks?source=all&limit=5&vmid=100&errors=1&userfilter=joe%40pve"
                        + "&since=1795418000");
        assertThat(request.getBodyAsString()).isEmpty();
    }

    @Test
    void putsParametersOfAChangeIntoTheFormWithEverythingEncoded() {
        ConfigChange change = ConfigChange.of(
                Map.of("net0", "virtio=BC:24:11:00:01:00,bridge=vmbr0;x&y"),
                List.of("tags", "onboot"),
                Optional.of("d1"));

        LoggedRequest request = sent(
                "{\"data\":null}",
                client -> client.guest(GuestType.QEMU, "pve1", 100).putConfig(change));

        assertThat(request.getUrl()).isEqualTo("/api2/json/nodes/pve1/qemu/100/config");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.getBodyAsString())
                .isEqualTo("net0=virtio%3DBC%3A24%3A11%3A00%3A01%3A00%2Cbridge%3Dvmbr0%3Bx%26y"
                        + "&delete=tags%2Conboot&digest=d1");
    }

    @Test
    void sendsWhatTheRecordedChangeSent() {
        Recording recorded = Recording.of("132");
        ConfigChange change = ConfigChange.of(
                Map.of("description", recorded.params().path("description").stringValue()),
                List.of("tags"),
                Optional.empty());

        LoggedRequest request = sent(
                recorded.body(),
                client -> client.guest(GuestType.QEMU, "pve1", 300).putConfig(change));

        assertThat(request.getBodyAsString()).isEqualTo("description=%C3%BCn%C3%AFcode%0Aline2&delete=tags");
    }

    @Test
    void writesBooleansAsDigitsAndDurationsAsSeconds() {
        Power.Shutdown request = new Power.Shutdown(Optional.of(false), Optional.of(Duration.ofMinutes(2)));

        LoggedRequest shutdown =
                sent(A_UPID, client -> client.guest(GuestType.LXC, "pve1", 200).shutdown(request));

        assertThat(shutdown.getBodyAsString()).isEqualTo("forceStop=0&timeout=120");
    }

    @Test
    void takesParameterNamesThatAreNoIdentifiers() {
        LoggedRequest stop = sent(
                A_UPID, client -> client.guest(GuestType.QEMU, "pve1", 100).stop(new Power.Stop(Optional.of(true))));

        assertThat(stop.getBodyAsString()).isEqualTo("overrule-shutdown=1");
    }

    @Test
    void sendsAnEmptyFormWithoutABody() {
        LoggedRequest start =
                sent(A_UPID, client -> client.guest(GuestType.QEMU, "pve1", 100).start());

        assertThat(start.getMethod().value()).isEqualTo("POST");
        assertThat(start.getBodyAsString()).isEmpty();
        assertThat(start.containsHeader("Content-Type")).isFalse();
    }

    @Test
    void asksForTheConfigurationInForce() {
        LoggedRequest request = sent(
                Recording.of("096").body(),
                client -> client.guest(GuestType.QEMU, "pve1", 100).config(ConfigQuery.IN_FORCE));

        assertThat(request.getUrl()).isEqualTo("/api2/json/nodes/pve1/qemu/100/config?current=1");
    }

    @Test
    void callsAnythingByMethodPathAndParameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("command", List.of("/bin/ls", "-l"));
        parameters.put("force", true);
        parameters.put("timeout", 5);
        parameters.put("nothing", Optional.empty());

        LoggedRequest request = sent(
                "{\"data\":{\"pid\":1}}", client -> client.call("POST", "/nodes/pve1/qemu/104/agent/exec", parameters));

        assertThat(request.getBodyAsString()).isEqualTo("command=%2Fbin%2Fls&command=-l&force=1&timeout=5");
    }

    @Test
    void encodesTheGenericPathWhereItIsNotEncodedYet() {
        LoggedRequest raw = sent(
                "{\"data\":null}", client -> client.call("GET", "/nodes/pve1/tasks/" + UPID + "/status", Map.of()));
        LoggedRequest encoded = sent(
                "{\"data\":null}",
                client -> client.call(
                        "DELETE", "/nodes/pve1/storage/local/content/local%3Aiso%2Fa.iso", Map.of("delay", 1)));

        assertThat(raw.getUrl())
                .endsWith(
                        "/UPID%3Apve1%3A000002E0%3A00050C48%3A6B03E962%3Aqmcreate%3A300%3Aroot%40pam%21full%3A/status");
        assertThat(encoded.getUrl())
                .isEqualTo("/api2/json/nodes/pve1/storage/local/content/local%3Aiso%2Fa.iso?delay=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"version", "/nodes/../../pve-docs", "/nodes/%2e%2e/x", "/nodes//x", "/version?x=1", "/a#b", ""})
    void doesNotSendAPathThatLeavesTheApi(String path) {
        try (Proxmox client = PROXMOX.client()) {
            assertThatExceptionOfType(ProxmoxException.InvalidParameters.class)
                    .isThrownBy(() -> client.call("GET", path, Map.of()))
                    .withMessageContaining("path");
        }
        assertThat(PROXMOX.requests()).isEmpty();
    }

    @Test
    void doesNotSendWhatCannotBeAParameterOrASegment() {
        try (Proxmox client = PROXMOX.client()) {
            assertThatExceptionOfType(ProxmoxException.InvalidParameters.class)
                    .isThrownBy(() -> client.call("GET", "/version", Map.of("x", new Object())))
                    .withMessageContaining("x: expected a text");
            assertThatExceptionOfType(ProxmoxException.InvalidParameters.class)
                    .isThrownBy(() -> client.call("PATCH", "/version", Map.of()))
                    .withMessageContaining("method: expected one of [GET, POST, PUT, DELETE]");
            assertThatExceptionOfType(ProxmoxException.InvalidParameters.class)
                    .isThrownBy(() -> client.nodes().status(".."))
                    .withMessageContaining("node: '..' cannot stand in a path");
        }
        assertThat(PROXMOX.requests()).isEmpty();
    }

    private static LoggedRequest sent(String answer, java.util.function.Consumer<Proxmox> call) {
        PROXMOX.resetAll();
        PROXMOX.answer(200, answer);
        try (Proxmox client = PROXMOX.client()) {
            call.accept(client);
        }
        return PROXMOX.request();
    }
}
