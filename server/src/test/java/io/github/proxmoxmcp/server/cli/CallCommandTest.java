package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.RunningServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `call`, as a process of its own.
class CallCommandTest {

    @TempDir
    private Path folder;

    @Test
    void aWriteThatIsBrokenOffSaysWhatBecomesOfItAndItsResultIsInTheAudit() throws Exception {
        Path state = folder.resolve("state.db");
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=1,guests=4"));
                Store store = Stores.open(StoreLocation.parse(state.toString()), InstantSource.system())) {
            int vmid = demo.world().guests().stream()
                    .filter(demo.world()::running)
                    .findFirst()
                    .orElseThrow();
            Process call = start(
                    demo, "call", "backup_guest", "guest=" + vmid, "--access", "operate", "--state", state.toString());

            awaitIntent(store, call);
            interrupt(call);

            assertThat(call.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String said = Files.readString(folder.resolve("err"));
            assertThat(call.exitValue()).describedAs(said).isEqualTo(130);
            assertThat(said).contains("interrupted: asking the running task to stop", "cancelled: ", "UPID:");
            assertThat(audit(store).getFirst().outcome()).isEqualTo("failed");
            assertThat(store.plans().latest(1).getFirst().status()).isEqualTo(Plan.Status.FAILED);
        }
    }

    @Test
    void aCommandThatIsBrokenOffLeavesNoTemporaryFiles() throws Exception {
        Process call = begin(
                List.of("call", "backup_guest", "guest=100", "--access", "operate", "--demo=nodes=1,guests=4"),
                builder -> {});
        Path err = folder.resolve("err");

        // A report of the task: the demo cluster and the store are there by now.
        await().atMost(Duration.ofMinutes(2)).until(() -> !call.isAlive() || Files.size(err) > 0);
        interrupt(call);

        assertThat(call.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(call.exitValue()).describedAs(Files.readString(err)).isEqualTo(130);
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            // Without a distribution beside it SQLite unpacks its library there; the next process takes that away.
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("proxmox-mcp"));
        }
    }

    @Test
    void aCallOnPostgresEndsWithoutAWordOnStandardError() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .start();
                DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=30,pace=0"))) {
            for (int i = 0; i < 3; i++) {
                Process call = start(
                        demo, "call", "get_cluster_status", "--state", postgres.getJdbcUrl("postgres", "postgres"));

                assertThat(call.waitFor(120, TimeUnit.SECONDS)).isTrue();
                assertThat(folder.resolve("err")).content().isEmpty();
                assertThat(call.exitValue()).isZero();
            }
        }
    }

    @Test
    void anAnchorThatIsToldNothingIsSaidAtTheStartAndByVerify() throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            String state = postgres.getJdbcUrl("postgres", "postgres");
            Path config =
                    Files.writeString(folder.resolve("anchored.yaml"), "audit: {anchor: 'syslog://127.0.0.1:1'}\n");

            Process call = begin(
                    List.of(
                            "call",
                            "list_nodes",
                            "--demo=nodes=1,guests=2",
                            "--state",
                            state,
                            "--config",
                            config.toString()),
                    builder -> {});
            assertThat(call.waitFor(120, TimeUnit.SECONDS)).isTrue();
            String atTheStart = Files.readString(folder.resolve("err"));
            Process verify =
                    begin(List.of("audit", "verify", "--state", state, "--config", config.toString()), builder -> {});
            assertThat(verify.waitFor(120, TimeUnit.SECONDS)).isTrue();

            assertThat(atTheStart).contains("tell the anchor syslog://127.0.0.1:1 nothing", "audit: {key_file: ");
            assertThat(Files.readString(folder.resolve("out")))
                    .contains("tell the anchor syslog://127.0.0.1:1 nothing");
        }
    }

    private static void awaitIntent(Store store, Process call) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !call.isAlive()
                        || audit(store).stream()
                                .anyMatch(entry -> entry.outcome().equals("intent")));
    }

    private static List<AuditEntry> audit(Store store) {
        return store.audit().list(Optional.empty(), Optional.empty(), 5);
    }

    private Process start(DemoCluster demo, String... arguments) throws IOException {
        return begin(
                List.of(arguments),
                builder -> builder.environment().putAll(RunningServer.environment(demo, TokenLevel.FULL)));
    }

    private Process begin(List<String> arguments, Consumer<ProcessBuilder> further) throws IOException {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.add(1, "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        further.accept(builder);
        return builder.start();
    }

    /// What Ctrl+C at a terminal sends.
    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }
}
