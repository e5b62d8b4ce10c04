package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.guest.Power;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.MigrateVm;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.guard.StepResult.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Steps on their way to a cluster, and what can come between.
class SenderTest {

    private final DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=12,seed=1,pace=1"));
    private final Proxmox api = Proxmox.connect(ConnectionSettings.of(
            demo.urls(), ApiToken.parse(demo.token(TokenLevel.FULL)), new Trust.Fingerprint(demo.fingerprint())));
    private final InstantSource clock = InstantSource.system();
    private final Sender sender =
            new Sender(clock, new LostAnswers(clock, Thread::sleep), new AgentRuns(clock, Thread::sleep));

    @AfterEach
    void close() {
        api.close();
        demo.close();
    }

    @Test
    void aConfigurationThatChangedAfterTheLastLookIsNotOverwritten() {
        LiveGuest seen = LiveGuests.read(api, 100).orElseThrow();
        demo.world().setConfig(100, "description", "of somebody else");

        List<StepResult> results = send(
                new AtomicBoolean(),
                Calls.describe(seen, "ours", seen.digest()),
                Step.of(plan -> seen.in(plan).reboot(Power.Reboot.PLAIN), "reboot"));

        assertThat(results).extracting(StepResult::state).containsExactly(State.FAILED, State.NOT_DONE);
        assertThat(results.getFirst().exitStatus().orElse("")).contains("It was changed since it was read");
        assertThat(LiveGuests.read(api, 100).orElseThrow().config().get("description"))
                .startsWith("of somebody else");
    }

    @Test
    void aCallThatIsCancelledWhileItWaitsStopsItsTaskAndSendsNoMore() {
        LiveGuest guest = LiveGuests.read(api, 100).orElseThrow();
        AtomicBoolean cancelled = new AtomicBoolean();
        Thread.ofVirtual().start(() -> {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.cluster().tasks().stream()
                            .anyMatch(task -> task.upid().type().equals("qmigrate")));
            cancelled.set(true);
        });
        String target = guest.node().equals("pve1") ? "pve2" : "pve1";

        List<StepResult> results = send(
                cancelled,
                Step.of(
                        plan -> plan.qemuLifecycle()
                                .migrate(
                                        guest.node(),
                                        guest.vmid(),
                                        new MigrateVm(
                                                target,
                                                Optional.of(guest.isRunning()),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Options.NONE)),
                        "move"),
                Step.of(plan -> guest.in(plan).reboot(Power.Reboot.PLAIN), "reboot"));

        assertThat(results).extracting(StepResult::state).containsExactly(State.FAILED, State.NOT_DONE);
        assertThat(results.getFirst().upid()).isPresent();
        assertThat(LiveGuests.read(api, 100).orElseThrow().node()).isEqualTo(guest.node());
    }

    @Test
    void whatWasSentAndAnsweredWithSomethingStrangeIsUnknownAndNotLost() {
        LiveGuest guest = LiveGuests.read(api, 100).orElseThrow();
        demo.tamper((call, body) ->
                call.startsWith("POST ") ? body.replaceFirst("UPID:[^\"]*", "UPID:pve1:1:1:1:qmshutdown:100") : body);

        List<StepResult> results = send(new AtomicBoolean(), Calls.shutdown(guest));

        assertThat(results).extracting(StepResult::state).containsExactly(State.UNKNOWN);
        assertThat(results.getFirst().exitStatus().orElse(""))
                .contains("UPID:pve1:1:1:1:qmshutdown:100", "before you repeat it");
    }

    @Test
    void afterSomethingWasSentNoFaultOfOursLosesIt() {
        LiveGuest guest = LiveGuests.read(api, 100).orElseThrow();

        List<StepResult> results = sender.send(
                new Sender.Account(api, TokenLevel.FULL.id()),
                List.of(Calls.shutdown(guest)),
                new Sender.Bounds(
                        clock.instant().plus(Duration.ofSeconds(60)),
                        _ -> {},
                        _ -> {
                            throw new IllegalStateException("nobody listens");
                        },
                        _ -> {},
                        () -> false));

        assertThat(results).extracting(StepResult::state).containsExactly(State.UNKNOWN);
        assertThat(results.getFirst().upid()).isPresent();
    }

    private List<StepResult> send(AtomicBoolean cancelled, Step... steps) {
        return sender.send(
                new Sender.Account(api, TokenLevel.FULL.id()),
                List.of(steps),
                new Sender.Bounds(
                        clock.instant().plus(Duration.ofSeconds(60)), _ -> {}, _ -> {}, _ -> {}, cancelled::get));
    }
}
