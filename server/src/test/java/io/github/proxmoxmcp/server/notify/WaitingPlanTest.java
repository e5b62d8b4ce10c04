package io.github.proxmoxmcp.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a real server tells of plans that tools make.
class WaitingPlanTest {

    @Test
    void aPlanThatNeedsAYesIsToldWithThePagesAddressAndOneThatNeedsNoneIsNot(@TempDir Path folder) throws Exception {
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=4,seed=1,pace=0"));
                Receiver receiver = new Receiver()) {
            Path config = Files.writeString(folder.resolve("config.yaml"), """
                sync: {interval_seconds: 1}
                notify:
                  page: https://page.example
                  settle_seconds: 0
                  targets: {team: {form: ntfy, url: "%s", tell: [plans]}}
                """.formatted(receiver.url("/topic")));
            try (RunningServer server = RunningServer.of(
                    demo, TokenLevel.FULL, folder, "--access", "admin", "--config", config.toString())) {
                server.call("power_guest", "guest", 100, "action", "shutdown", "dry_run", true);
                Object plan = server.call("stop_guest", "guest", 100, "dry_run", true)
                        .structured()
                        .get("plan");
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !receiver.requests().isEmpty());

                JsonNode told = receiver.requests().getFirst().json();
                assertThat(told.path("title").asString()).isEqualTo("127.0.0.1: 1 to approve");
                assertThat(told.path("message").asString())
                        .startsWith("WARNING 127.0.0.1: plan " + plan + " waits for approval until ")
                        .doesNotContain("\n");
                assertThat(told.path("click").asString()).isEqualTo("https://page.example/plans/" + plan);
            }
        }
    }
}
