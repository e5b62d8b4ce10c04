package io.github.proxmoxmcp.server.replica;

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
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed when the cluster has its call and it has no answer yet: whoever starts next finds out what
/// became of it, and sends nothing again.
@Timeout(180)
class KilledTest {

    private static final String INITIALIZE = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
        "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
        """;

    @TempDir
    private Path folder;

    @Test
    void aTaskThatTheClusterBeganIsSettledByTheNextStart() throws Exception {
        AuditEntry end = killedAt("POST /api2/json/nodes/pve1/qemu/100/status/shutdown", """
            {"name":"power_guest","arguments":{"guest":100,"action":"shutdown"}}\
            """);

        assertThat(end.outcome()).isEqualTo("done");
        assertThat(end.body()).contains("UPID:pve1:", ":qmshutdown:100:", "settled later");
    }

    @Test
    void aChangeWithoutATaskIsSettledByTheNextStart() throws Exception {
        AuditEntry end = killedAt("PUT /api2/json/nodes/pve1/qemu/100/config", """
            {"name":"set_guest_config","arguments":{"guest":100,"set":["description=ours"]}}\
            """);

        assertThat(end.outcome()).isEqualTo("done");
        assertThat(end.body()).contains("settled later");
    }

    private AuditEntry killedAt(String call, String tool) throws Exception {
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=12,seed=1,pace=0"));
                Store store = Stores.open(
                        StoreLocation.parse(folder.resolve("state.db").toString()), InstantSource.system())) {
            AtomicReference<Optional<Process>> running = new AtomicReference<>(Optional.empty());
            CountDownLatch killed = new CountDownLatch(1);
            demo.traffic().before(call, () -> {
                running.get().orElseThrow().destroyForcibly().onExit().join();
                killed.countDown();
            });
            Process first = start(demo);
            running.set(Optional.of(first));
            write(first, INITIALIZE + """
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":%s}
                """.formatted(tool));
            assertThat(killed.await(90, TimeUnit.SECONDS)).isTrue();
            assertThat(audit(store)).extracting(AuditEntry::outcome).containsExactly("intent");
            endLeases();
            var _ = demo.traffic().take();

            Process second = start(demo);
            try {
                write(second, INITIALIZE);
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> status(store) != Plan.Status.CLAIMED || !second.isAlive());
            } finally {
                second.destroyForcibly().onExit().join();
            }

            AuditEntry end = audit(store).getFirst();
            assertThat(status(store)).isEqualTo(Plan.Status.DONE);
            assertThat(demo.traffic().take().calls().keySet()).isNotEmpty().allMatch(sent -> sent.startsWith("GET "));
            return end;
        }
    }

    private static Plan.Status status(Store store) {
        return store.plans()
                .get(audit(store).getFirst().plan().orElseThrow())
                .orElseThrow()
                .status();
    }

    /// That of who was killed ends by itself, after two minutes.
    private void endLeases() throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate("delete from lease where name like 'plan-%'"))
                    .isEqualTo(1);
        }
    }

    private Process start(DemoCluster demo) throws IOException {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(List.of(
                "serve",
                "--access",
                "operate",
                "--state",
                folder.resolve("state.db").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(RunningServer.environment(demo, TokenLevel.FULL));
        return builder.start();
    }

    private static void write(Process server, String messages) throws IOException {
        server.outputWriter().write(messages);
        server.outputWriter().flush();
    }

    /// Newest first.
    private static List<AuditEntry> audit(Store store) {
        return store.audit().list(Optional.empty(), Optional.empty(), 10);
    }
}
