package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A person's first commands, as processes of their own without a terminal.
class SetupCommandsTest {

    @TempDir
    private Path home;

    @Test
    void initWithFlagsThenDoctorThenSyncThenACall() throws Exception {
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=5,pace=0"))) {
            Path token = Files.writeString(home.resolve("token"), demo.token(TokenLevel.AUDIT));
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
            String url = demo.url().toString();

            Ended blind = run("init", "--url", url, "--token-file", token.toString(), "--yes");
            Ended init = run(
                    "init",
                    "--url",
                    url,
                    "--token-file",
                    token.toString(),
                    "--yes",
                    "--fingerprint",
                    demo.fingerprint(),
                    "--client",
                    "cursor");
            Ended doctor = run("doctor", "--output", "json");
            Ended sync = run("sync", "--output", "json");
            Ended call = run("call", "list_vms");

            assertThat(blind.status()).isEqualTo(1);
            assertThat(blind.err()).contains("--fingerprint " + demo.fingerprint());
            assertThat(init.status()).describedAs(init.toString()).isZero();
            assertThat(init.out()).contains("proxmox-mcp call get_cluster_status");
            JsonNode found = JsonMapper.shared().readTree(doctor.out());
            assertThat(doctor.status()).isZero();
            assertThat(found.path("ok").asBoolean()).isTrue();
            // Scripts read this: keys and states are as public as a tool's.
            assertThat(found.propertyNames()).containsExactly("ok", "findings");
            assertThat(found.path("findings").valueStream()).isNotEmpty().allSatisfy(one -> {
                assertThat(one.propertyNames()).containsExactly("area", "subject", "state", "text", "advice");
                assertThat(one.path("state").asString()).isIn("ok", "note", "warning", "problem");
            });
            assertThat(found.path("findings")
                            .valueStream()
                            .map(one -> one.path("area").asString()))
                    .contains("configuration", "endpoint", "certificate", "privileges", "quorum", "clock", "store")
                    .contains("client");
            assertThat(JsonMapper.shared()
                            .readTree(sync.out())
                            .path("clusters")
                            .path(0)
                            .path("as_of")
                            .asString())
                    .startsWith("20");
            assertThat(call.status()).isZero();
            assertThat(call.out()).contains("vmid,name");
            assertThat(List.of(blind, init, doctor, sync, call).toString())
                    .doesNotContain(demo.token(TokenLevel.AUDIT).replaceFirst(".*=", ""));
        }
    }

    @Test
    void aSecondClusterThatCallsItselfAlikeIsAddedAndInitEndsWithACommandThatWorks() throws Exception {
        try (DemoCluster first = DemoCluster.start(DemoSettings.parse("nodes=1,guests=3,pace=0"));
                DemoCluster second = DemoCluster.start(DemoSettings.parse("nodes=1,guests=3,pace=0"))) {
            Ended one = init(first, "--access", "operate");
            Ended other = init(second);
            Path file = home.resolve(".config/proxmox-mcp/config.yaml");

            assertThat(one.status() + other.status())
                    .describedAs(one + "\n" + other)
                    .isZero();
            assertThat(file)
                    .content()
                    .contains(
                            "access: operate",
                            first.url().toString(),
                            second.url().toString(),
                            "demo-2:");
            String last = other.out().strip().lines().toList().getLast();
            assertThat(last).contains("proxmox-mcp call get_cluster_status cluster=demo-2");
            assertThat(run(last.replaceFirst(".*proxmox-mcp ", "").split(" ")).status())
                    .isZero();
        }
    }

    @Test
    void doctorWithoutAConfigurationSaysWhereItLookedAndOfAStateWhatItsFormIs() throws Exception {
        Ended nothing = run("doctor");
        Ended state = run("doctor", "--state", "postgresql://joe:secret@db/x");

        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.out())
                .contains("there is no " + home.resolve(".config/proxmox-mcp/config.yaml"), "PROXMOX_URL is not set");
        assertThat(state.status()).isEqualTo(1);
        assertThat(state.out())
                .contains("PROBLEM store", "jdbc:postgresql://HOST/DATABASE")
                .doesNotContain("secret");
    }

    private Ended init(DemoCluster demo, String... further) throws IOException, InterruptedException {
        Path token = Files.writeString(home.resolve(demo.url().getPort() + ".token"), demo.token(TokenLevel.FULL));
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        List<String> arguments = new ArrayList<>(List.of(
                "init",
                "--yes",
                "--url",
                demo.url().toString().replace("https://", ""),
                "--token-file",
                token.toString(),
                "--fingerprint",
                demo.fingerprint()));
        arguments.addAll(List.of(further));
        return run(arguments.toArray(String[]::new));
    }

    private record Ended(int status, String out, String err) {}

    private Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(List.of(arguments));
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PROXMOX") || name.startsWith("XDG"));
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
