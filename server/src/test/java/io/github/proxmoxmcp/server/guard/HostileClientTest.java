package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.RunningServer;
import io.github.proxmoxmcp.server.guard.HostileCallsTest.Attempt;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same attempts by a real client, on a cluster that does not tell its API: so no catalogue says no in the guard's
/// place. Nobody's yes is needed for anything here that does not take one.
class HostileClientTest {

    @TempDir
    private Path folder;

    @Test
    void noAttemptGetsThrough() throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), """
            approval: {destructive: none}
            scope: {allow: {vmids: [114-120]}}
            run_in_guest: {tags: [sandbox, prod], vmids: [300-320]}
            """);
        List<String> through = new ArrayList<>();
        int refused = 0;
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0"));
                RunningServer server = RunningServer.start(
                        RunningServer.environment(demo, TokenLevel.FULL),
                        folder,
                        "--access",
                        "admin",
                        "--config",
                        file.toString())) {
            demo.tamper((call, body) -> call.contains("apidoc.js") ? "no such file" : body);
            for (Attempt attempt : HostileCallsTest.all()) {
                Result result = call(server, attempt.step());
                boolean held = switch (attempt.said()) {
                    case NOT_SENT -> result.failed();
                    case OUTSIDE -> result.text().startsWith("out_of_scope: ");
                    case HUMAN, DESTRUCTIVE -> result.failed() || waits(result);
                    case PASSES -> waits(result) || result.text().contains("download_from");
                };
                refused += result.failed() ? 1 : 0;
                if (!held) {
                    through.add(attempt.call() + " -> " + result.text());
                }
            }
        }
        assertThat(through).isEmpty();
        assertThat(refused).isGreaterThan(100);
    }

    private static boolean waits(Result result) {
        return "needs_approval".equals(result.structured().get("state"));
    }

    private static Result call(RunningServer server, Step step) {
        return server.call(
                "change_api",
                "method",
                step.method().toLowerCase(Locale.ROOT),
                "path",
                step.path(),
                "parameters",
                step.parameters().entrySet().stream()
                        .flatMap(parameter ->
                                parameter.getValue().stream().map(value -> parameter.getKey() + "=" + value))
                        .toList());
    }
}
