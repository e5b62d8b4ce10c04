package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person gets who configured something wrong: the server runs, and says what is wrong and what to do.
class BadInputTest {

    private static Optional<DemoCluster> demo = Optional.empty();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        demo = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=2,guests=8,pace=0")));
    }

    @AfterAll
    static void stop() {
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    void withoutAClusterTheToolsSayHowToConfigureOne() {
        assertFails(Map.of(), "PROXMOX_URL", "--demo");
    }

    @Test
    void aWrongTokenIsSaidWithoutItsSecret() {
        Map<String, String> environment = RunningServer.environment(demo(), TokenLevel.FULL);
        environment.put("PROXMOX_TOKEN", "root@pam!full=00000000-dead-beef-0000-000000000000");

        assertThat(assertFails(environment, "token")).doesNotContain("dead-beef");
    }

    @Test
    void aWrongCertificateIsSaidWithTheFingerprintThatWasSeen() {
        Map<String, String> environment = RunningServer.environment(demo(), TokenLevel.FULL);
        environment.put("PROXMOX_FINGERPRINT", "AB:".repeat(31) + "AB");

        assertFails(environment, demo().fingerprint(), "PROXMOX_FINGERPRINT");
    }

    @Test
    void anUntrustedCertificateIsSaidWithWhatToSet() {
        Map<String, String> environment = RunningServer.environment(demo(), TokenLevel.FULL);
        environment.remove("PROXMOX_FINGERPRINT");

        assertFails(environment, demo().fingerprint(), "PROXMOX_FINGERPRINT", "PROXMOX_CA_FILE");
    }

    @Test
    void aClusterThatCannotBeReachedIsSaid() {
        Map<String, String> environment = RunningServer.environment(demo(), TokenLevel.FULL);
        environment.put("PROXMOX_URL", "https://127.0.0.1:1");

        assertFails(environment, "127.0.0.1:1");
    }

    @Test
    void aTokenThatSeesNothingIsNotAnEmptyCluster() {
        try (RunningServer server = RunningServer.of(demo(), TokenLevel.NONE, folder)) {
            Result list = server.call("list_vms");

            assertThat(list.failed()).isFalse();
            assertThat(list.text()).contains("none").contains("VM.Audit").contains("proxmox-mcp doctor");
        }
    }

    @Test
    void aStateFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        Path state = Files.writeString(folder.resolve("state.db"), "These are my notes and no database. ".repeat(100));
        String before = Files.readString(state);

        assertFails(RunningServer.environment(demo(), TokenLevel.FULL), state.toString());

        assertThat(Files.readString(state)).isEqualTo(before);
    }

    @Test
    void aStateFileThatCannotBeMadeIsSaid() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        Run run = run(
                RunningServer.environment(demo(), TokenLevel.FULL),
                "call",
                "list_vms",
                "--state",
                folder.resolve("file/state.db").toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.error()).contains("file/state.db").doesNotContain("\tat ");
    }

    @Test
    void actingToolsDoNotExistAtAccessRead() {
        try (RunningServer server = RunningServer.of(demo(), TokenLevel.FULL, folder)) {
            assertThat(server.tools()).contains("list_vms", "take_snapshot").doesNotContain("power_guest");
        }
    }

    @Test
    void wrongUseOfTheCommandLineIsSaidWithStatusTwo() throws Exception {
        assertThat(run(Map.of(), "--acess", "read")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.error()).contains("--acess").contains("--access").doesNotContain("\tat ");
        });
        assertThat(run(Map.of(), "--access", "root")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.error()).contains("read, operate or admin");
        });
        assertThat(run(Map.of(), "call", "list_vm", "--demo=pace=0")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.error()).contains("did you mean 'list_vms'?");
        });
        assertThat(run(Map.of(), "--demo=node=3", "call", "list_vms")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.error()).contains("node");
        });
    }

    @Test
    void theCommandLinePrintsAnswersAsTextAndJson() throws Exception {
        Map<String, String> environment = RunningServer.environment(demo(), TokenLevel.AUDIT);
        String state = folder.resolve("state.db").toString();

        Run text = run(environment, "call", "list_nodes", "--state", state);
        Run json = run(environment, "call", "list_nodes", "--state", state, "--output", "json");

        assertThat(text.status()).describedAs(text.error()).isZero();
        assertThat(text.output()).contains("pve1,online").contains("pve2,online");
        assertThat(json.output()).startsWith("{\"columns\":[\"node\",\"status\"");
    }

    private record Run(int status, String output, String error) {}

    private Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(List.of(arguments));
        Path error = folder.resolve("error");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(error.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output, Files.readString(error));
    }

    private String assertFails(Map<String, String> environment, String... parts) {
        try (RunningServer server = RunningServer.start(environment, folder)) {
            Result result = server.call("list_vms");

            assertThat(result.failed()).describedAs(result.text()).isTrue();
            assertThat(result.text()).contains(parts).doesNotContain("\tat ").doesNotContain("Exception");
            return result.text();
        }
    }

    private static DemoCluster demo() {
        return demo.orElseThrow();
    }
}
