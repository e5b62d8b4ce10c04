package io.github.proxmoxmcp.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.proxmoxmcp.client.tasks.TaskOutcome;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HaTaskTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    private static final Upid REQUEST = Upid.parse("UPID:pve1:0000023E:000600F8:6B03EBD4:hastart:101:root@pam!full:");
    private static final Upid REAL = Upid.parse("UPID:pve2:0000024B:00060473:6B03EBDD:qmstart:101:root@pam:");
    private static final Upid EARLIER = Upid.parse("UPID:pve1:0000024A:00060000:6B03EBD0:qmstart:101:root@pam:");
    private static final Upid OTHER = Upid.parse("UPID:pve1:0000024C:00060474:6B03EBDE:qmstart:102:root@pam:");

    private final FakeProxmox.PausedTime time = new FakeProxmox.PausedTime();

    @BeforeEach
    void answerTheLogs() {
        PROXMOX.stubFor(any(urlPathMatching(".*/log")).willReturn(aResponse().withBody("{\"data\":[]}")));
    }

    @Test
    void followsTheRealTaskWhereverTheManagerStartsTheGuest() {
        ended(REQUEST, "OK");
        ended(REAL, "KVM virtualisation configured, but not available.");
        PROXMOX.stubFor(any(urlPathEqualTo("/api2/json/cluster/tasks"))
                .inScenario("manager")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("away")
                .willReturn(aResponse().withBody(list(REQUEST, EARLIER, OTHER))));
        PROXMOX.stubFor(any(urlPathEqualTo("/api2/json/cluster/tasks"))
                .inScenario("manager")
                .whenScenarioStateIs("away")
                .willSetStateTo("acted")
                .willReturn(aResponse().withStatus(595)));
        PROXMOX.stubFor(any(urlPathEqualTo("/api2/json/cluster/tasks"))
                .inScenario("manager")
                .whenScenarioStateIs("acted")
                .willReturn(aResponse().withBody(list(OTHER, REAL, REQUEST, EARLIER))));

        TaskWaiter.Result result = await(REQUEST);

        assertThat(result.status().upid()).isEqualTo(REAL);
        assertThat(result.status().outcome().kind()).isEqualTo(TaskOutcome.Kind.FAILED);
    }

    @Test
    void saysThatNothingFollowed() {
        ended(REQUEST, "OK");
        PROXMOX.stubFor(any(urlPathEqualTo("/api2/json/cluster/tasks"))
                .willReturn(aResponse().withBody(list(REQUEST, EARLIER, OTHER))));
        Instant began = time.instant();

        TaskWaiter.Result result = await(REQUEST);

        assertThat(result.status().upid()).isEqualTo(REQUEST);
        assertThat(result.lastLines()).last().asString().startsWith("no task of the HA manager has followed");
        assertThat(Duration.between(began, time.instant())).isEqualTo(HaFollowUp.PATIENCE);
    }

    @Test
    void doesNotLookForAFollowerOfAFailedRequestOrAnotherTask() {
        ended(REQUEST, "no quorum");
        ended(OTHER, "OK");

        assertThat(await(REQUEST).status().upid()).isEqualTo(REQUEST);
        assertThat(await(OTHER).status().upid()).isEqualTo(OTHER);

        assertThat(PROXMOX.requests()).noneMatch(request -> request.getUrl().contains("/cluster/tasks"));
    }

    @Test
    void stopsATaskOnceWhenItIsCancelledAndWaitsForItsEnd() {
        String path = "/api2/json/nodes/pve1/tasks/.*";
        PROXMOX.stubFor(any(urlPathMatching(path + "/status"))
                .inScenario("cancel")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withBody(status(OTHER, "running", ""))));
        PROXMOX.stubFor(com.github.tomakehurst.wiremock.client.WireMock.delete(urlPathMatching(path))
                .inScenario("cancel")
                .willSetStateTo("stopped")
                .willReturn(aResponse().withBody("{\"data\":null}")));
        PROXMOX.stubFor(any(urlPathMatching(path + "/status"))
                .inScenario("cancel")
                .whenScenarioStateIs("stopped")
                .willReturn(aResponse().withBody(status(OTHER, "stopped", "received interrupt"))));
        AtomicInteger looks = new AtomicInteger();

        TaskWaiter.Result result;
        try (Proxmox client = PROXMOX.client()) {
            result = new TaskWaiter(client.tasks(), client.cluster(), time, time)
                    .await(OTHER, time.instant().plusSeconds(60), _ -> {}, () -> looks.incrementAndGet() > 2);
        }

        assertThat(result.status().outcome().text()).isEqualTo("received interrupt");
        assertThat(PROXMOX.requests())
                .filteredOn(request -> request.getMethod().getName().equals("DELETE"))
                .hasSize(1);
    }

    private TaskWaiter.Result await(Upid upid) {
        try (Proxmox client = PROXMOX.client()) {
            return new TaskWaiter(client.tasks(), client.cluster(), time, time)
                    .await(upid, time.instant().plusSeconds(300), _ -> {});
        }
    }

    private static void ended(Upid upid, String exitStatus) {
        PROXMOX.stubFor(any(urlPathMatching(".*" + upid.type() + "%3A" + upid.id() + ".*/status"))
                .willReturn(aResponse().withBody(status(upid, "stopped", exitStatus))));
    }

    private static String status(Upid upid, String status, String exitStatus) {
        return "{\"data\":" + entry(upid, "\"status\":\"" + status + "\",\"exitstatus\":\"" + exitStatus + "\"") + "}";
    }

    private static String list(Upid... upids) {
        return java.util.Arrays.stream(upids)
                .map(upid -> entry(upid, "\"status\":\"OK\""))
                .collect(java.util.stream.Collectors.joining(",", "{\"data\":[", "]}"));
    }

    private static String entry(Upid upid, String rest) {
        return "{\"upid\":\"" + upid + "\",\"node\":\"" + upid.node() + "\",\"type\":\"" + upid.type() + "\",\"id\":\""
                + upid.id() + "\",\"user\":\"root@pam\",\"starttime\":"
                + upid.starttime().getEpochSecond() + "," + rest + "}";
    }
}
