package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Memories that older programs wrote are opened, and tell their history. The files are of the programs of commits
/// a4d676f6 (0.1, tables of version 1) and f75ad49e (1.0, version 18), of the demo cluster of their time: its
/// administrator gave web01 more memory, stopped and deleted db01, made the guest newcomer and a snapshot of web01;
/// then a client shut dns down.
class OlderMemoryTest {

    private static final InstantSource LATER = InstantSource.fixed(Instant.parse("2026-12-01T14:00:00Z"));

    private static final List<String> ALIKE = List.of(
            "guest,100,web01,changed,config.parent,before-upgrade,pre,root@pam,qmsnapshot",
            "guest,101,db01,vanished,node,pve2,,root@pam,qmdestroy",
            "guest,102,dns,changed,status,running,stopped,root@pam!full,vzshutdown",
            "guest,900,newcomer,appeared,node,,pve1,root@pam,qmcreate");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "1.0"})
    void isOpenedAndTellsItsHistory(String version) throws IOException {
        unpack(version);
        try (DirectServer server = DirectServer.configured(
                Map.of("TOKEN", "a@pam!b=11111111-2222-3333-4444-555555555555"), folder, LATER, """
                clusters:
                  127.0.0.1: {url: 'https://127.0.0.1:1', token_env: TOKEN}
                """)) {
            String diff = server.call("diff_snapshots", "from", "before-lunch").text();
            String changes =
                    server.call("get_changes", "from", "2026-12-01T13:00:00Z").text();

            assertThat(diff).contains(ALIKE);
            assertThat(changes)
                    .contains("guest,101,db01,status: running -> stopped,root@pam,qmstop,UPID:pve2:")
                    .contains(":qmstop:101:root@pam:");
            // The first program had whatever task ended last for the cause, here that of the snapshot; it is unknown.
            assertThat(diff.lines().filter(line -> line.contains("config.memory")))
                    .singleElement()
                    .asString()
                    .endsWith("config.memory,4096,6144" + (version.equals("0.1") ? "" : ",root@pam,update"));
            assertThat(server.call("list_vms", "at", "before-lunch").text())
                    .contains("101,db01,pve2,running,4,,16")
                    .doesNotContain("newcomer");
            assertThat(server.call("list_vms").text())
                    .contains("900,newcomer,pve1,stopped")
                    .doesNotContain("db01");
        }
    }

    private void unpack(String version) throws IOException {
        try (InputStream packed = Optional.ofNullable(
                        OlderMemoryTest.class.getResourceAsStream("/memories/" + version + ".db.gz"))
                .orElseThrow()) {
            Files.write(folder.resolve("state.db"), new GZIPInputStream(packed).readAllBytes());
        }
    }
}
