package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.RunningServer;
import io.github.proxmoxmcp.server.tool.Access;
import java.io.BufferedReader;
import java.io.Writer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that no longer wants an answer: the wait for the cluster's task ends, and the audit says how.
class CancellationTest {

    /// A shutdown takes minutes at this pace.
    private static final String SLOW = "nodes=3,guests=40,seed=1,pace=60";

    private static final String SHUTDOWN =
            RawClient.request(7, "power_guest", "{\"guest\":100,\"action\":\"shutdown\",\"wait_seconds\":600}");
    private static final String CANCEL = """
        {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}\
        """;

    @TempDir
    private Path folder;

    @Test
    void overHttpACancelledWaitEndsAndIsNotAnswered() throws Exception {
        try (ServedDemo demo = new ServedDemo(folder, SLOW, "access: operate\nhttp:\n  listen: 0\n")) {
            RawClient client = new RawClient(demo.port(), demo.token("a", Access.OPERATE));
            CompletableFuture<HttpResponse<String>> waiting = client.send(SHUTDOWN);
            newest(() -> demo.audit(), 1);

            int status = client.send(CANCEL).join().statusCode();

            assertThat(status).isEqualTo(202);
            assertThat(waiting.get(30, TimeUnit.SECONDS).body()).doesNotContain("\"id\":7");
            assertThat(newest(() -> demo.audit(), 2)).isNotEqualTo("done");
        }
    }

    @Test
    void overStandardInputACancelledWaitEndsAndIsNotAnswered() throws Exception {
        Path state = folder.resolve("state.db");
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(List.of("serve", "--demo=" + SLOW, "--access", "operate", "--state", state.toString()));
        Store store = Stores.open(StoreLocation.parse(state.toString()), InstantSource.system());
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (store;
                Writer in = server.outputWriter();
                BufferedReader out = server.inputReader()) {
            write(in, WebFixture.INITIALIZE);
            assertThat(out.readLine()).contains("\"id\":1");
            write(in, SHUTDOWN);
            newest(() -> audit(store), 1);

            write(in, CANCEL);
            String outcome = newest(() -> audit(store), 2);
            write(in, "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}");

            assertThat(outcome).isNotEqualTo("done");
            assertThat(out.readLine()).contains("\"id\":8");
        } finally {
            server.destroy();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void write(Writer in, String message) throws java.io.IOException {
        in.write(message + "\n");
        in.flush();
    }

    private static List<AuditEntry> audit(Store store) {
        return store.audit().list(Optional.empty(), Optional.empty(), 10);
    }

    /// Waits until there are so many entries, and returns the newest's outcome.
    private static String newest(Supplier<List<AuditEntry>> audit, int entries) {
        await().atMost(Duration.ofSeconds(60)).until(() -> audit.get().size() >= entries);
        return audit.get().stream()
                .max(java.util.Comparator.comparingLong(AuditEntry::seq))
                .orElseThrow()
                .outcome();
    }
}
