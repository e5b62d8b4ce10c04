package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is told to end by a signal.
class ShutdownHookTest {

    @TempDir
    private Path folder;

    @Test
    void aSignalEndsTheServerOverHttpWithStatusZero() throws Exception {
        Process server = start("--http", "0", "--http-no-auth");
        try (BufferedReader log = server.errorReader()) {
            assertThat(line(log, "serving http://127.0.0.1:")).isTrue();

            server.destroy();

            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        }
    }

    @Test
    void aSignalEndsTheServerOverStandardInputWithStatusZero() throws Exception {
        Process server = start();
        try (BufferedReader answers = server.inputReader()) {
            server.outputWriter().write("""
                {"jsonrpc":"2.0","id":1,"method":"ping"}
                """);
            server.outputWriter().flush();
            assertThat(line(answers, "\"id\":1")).isTrue();

            // Not Process.destroy: that closes its input too, which ends it as well.
            server.toHandle().destroy();

            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        }
    }

    @Test
    void aSignalLetsARunningWriteEndAndItsOutcomeReachesClientAndAudit() throws Exception {
        aRunningWriteEnds(server -> server.toHandle().destroy());
    }

    @Test
    void theEndOfInputLetsARunningWriteEndAndItsOutcomeReachesClientAndAudit() throws Exception {
        aRunningWriteEnds(server -> {
            try {
                server.outputWriter().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void aRunningWriteEnds(Consumer<Process> end) throws Exception {
        Process server = start("--access", "operate");
        try (BufferedReader answers = server.inputReader()) {
            server.outputWriter().write("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"power_guest",\
                "arguments":{"guest":"web01","action":"shutdown"},"_meta":{"progressToken":"p"}}}
                """);
            server.outputWriter().flush();
            assertThat(line(answers, "notifications/progress")).isTrue();

            end.accept(server);

            assertThat(line(answers, "\"state\":\"ok\"")).isTrue();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        }
        try (Store store =
                Stores.open(StoreLocation.parse(folder.resolve("state.db").toString()), InstantSource.system())) {
            assertThat(store.audit().list(Optional.empty(), Optional.empty(), 10))
                    .extracting(AuditEntry::outcome)
                    .containsExactly("done", "intent");
        }
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(
                List.of("serve", "--demo", "--state", folder.resolve("state.db").toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    private static boolean line(BufferedReader from, String part) throws IOException {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            if (line.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
