package io.github.proxmoxmcp.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.tasks.TaskOutcome;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskWaiterTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    private static final Upid UPID = Upid.parse("UPID:pve1:000006E9:00052871:6B03E9AA:qmshutdown:100:root@pam!full:");
    private static final String RUNNING = Recording.of("351").body();

    private final FakeProxmox.PausedTime time = new FakeProxmox.PausedTime();
    private final List<LogLine> heard = new ArrayList<>();

    @Test
    void reportsLinesAsTheyComeAndReturnsTheEnd() {
        step(1, RUNNING, log(line(1, "no content")));
        step(2, RUNNING, log(line(1, "starting")));
        step(3, stopped("OK"), log(line(2, "done"), line(3, "TASK OK")));

        TaskWaiter.Result result = await(Duration.ofMinutes(1));

        assertThat(result.status().isRunning()).isFalse();
        assertThat(result.status().outcome().succeeded()).isTrue();
        assertThat(result.lastLines()).containsExactly("starting", "done", "TASK OK");
        assertThat(heard).extracting(LogLine::number).containsExactly(1, 2, 3);
        assertThat(PROXMOX.requests())
                .extracting(request -> request.getUrl().replaceFirst(".*/", ""))
                .containsExactly(
                        "status",
                        "log?start=0&limit=0",
                        "status",
                        "log?start=0&limit=0",
                        "status",
                        "log?start=1&limit=0");
    }

    @Test
    void asksLessAndLessOften() {
        PROXMOX.stubFor(any(urlPathMatching(".*/status")).willReturn(aResponse().withBody(RUNNING)));
        PROXMOX.stubFor(any(urlPathMatching(".*/log")).willReturn(aResponse().withBody(log())));

        await(Duration.ofSeconds(30));

        long polls = PROXMOX.requests().stream()
                .filter(request -> request.getUrl().endsWith("/status"))
                .count();
        assertThat(polls).isBetween(33L, 38L);
    }

    @Test
    void saysStillRunningAtTheDeadline() {
        PROXMOX.stubFor(any(urlPathMatching(".*/status")).willReturn(aResponse().withBody(RUNNING)));
        PROXMOX.stubFor(any(urlPathMatching(".*/log")).willReturn(aResponse().withBody(log())));
        Instant before = time.instant();

        TaskWaiter.Result result = await(Duration.ofSeconds(5));

        assertThat(result.status().isRunning()).isTrue();
        assertThat(result.status().outcome()).isEqualTo(TaskOutcome.RUNNING);
        assertThat(Duration.between(before, time.instant())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void keepsOnlyTheLastLines() {
        String[] lines = java.util.stream.IntStream.rangeClosed(1, 50)
                .mapToObj(number -> line(number, "line " + number))
                .toArray(String[]::new);
        step(1, stopped("OK"), log(lines));

        TaskWaiter.Result result = await(Duration.ofMinutes(1));

        assertThat(heard).hasSize(50);
        assertThat(result.lastLines()).hasSize(20).startsWith("line 31").endsWith("line 50");
    }

    @Test
    void waitsForANodeThatIsAwayForAWhile() {
        step(1, RUNNING, log());
        PROXMOX.stubFor(any(urlPathMatching(".*/status"))
                .inScenario("task")
                .whenScenarioStateIs("after 1")
                .willSetStateTo("away")
                .willReturn(
                        aResponse().withStatus(500).withBody(Recording.of("052").body())));
        PROXMOX.stubFor(any(urlPathMatching(".*/status"))
                .inScenario("task")
                .whenScenarioStateIs("away")
                .willReturn(aResponse().withBody(stopped("OK"))));
        PROXMOX.stubFor(any(urlPathMatching(".*/log"))
                .inScenario("task")
                .whenScenarioStateIs("away")
                .willReturn(aResponse().withBody(log())));

        assertThat(await(Duration.ofMinutes(1)).status().outcome().succeeded()).isTrue();
    }

    @Test
    void failsWhenNothingWasEverSeenOfTheTask() {
        PROXMOX.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withStatus(500).withBody(Recording.of("052").body())));

        assertThatExceptionOfType(ProxmoxException.NodeUnreachable.class)
                .isThrownBy(() -> await(Duration.ofSeconds(3)));
    }

    @Test
    void failsAtOnceWhenThereIsNoSuchTask() {
        PROXMOX.answer(400, Recording.of("343").body());

        assertThatExceptionOfType(ProxmoxException.NoSuchThing.class).isThrownBy(() -> await(Duration.ofSeconds(3)));
        assertThat(PROXMOX.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "OK, OK, true",
        "WARNINGS: 1, WARNINGS, true",
        "VM is locked (backup), FAILED, false",
        "received interrupt, FAILED, false",
        "'', UNKNOWN, false"
    })
    void judgesExitStatuses(String exitStatus, TaskOutcome.Kind kind, boolean succeeded) {
        TaskOutcome outcome = TaskOutcome.ended(Optional.of(exitStatus));

        assertThat(outcome).isEqualTo(new TaskOutcome(kind, exitStatus));
        assertThat(outcome.succeeded()).isEqualTo(succeeded);
    }

    private TaskWaiter.Result await(Duration limit) {
        try (Proxmox client = PROXMOX.client()) {
            return new TaskWaiter(client.tasks(), time, time)
                    .await(UPID, time.instant().plus(limit), heard::add);
        }
    }

    private static void step(int number, String status, String log) {
        String begin = number == 1 ? Scenario.STARTED : "after " + (number - 1);
        PROXMOX.stubFor(any(urlPathMatching(".*/status"))
                .inScenario("task")
                .whenScenarioStateIs(begin)
                .willSetStateTo("log " + number)
                .willReturn(aResponse().withBody(status)));
        PROXMOX.stubFor(any(urlPathMatching(".*/log"))
                .inScenario("task")
                .whenScenarioStateIs("log " + number)
                .willSetStateTo("after " + number)
                .willReturn(aResponse().withBody(log)));
    }

    private static String stopped(String exitStatus) {
        return RUNNING.replace("\"running\"", "\"stopped\",\"exitstatus\":\"" + exitStatus + "\"");
    }

    private static String log(String... lines) {
        return "{\"data\":[" + String.join(",", lines) + "]}";
    }

    private static String line(int number, String text) {
        return "{\"n\":" + number + ",\"t\":\"" + text + "\"}";
    }
}
