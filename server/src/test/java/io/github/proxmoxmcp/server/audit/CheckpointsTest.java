package io.github.proxmoxmcp.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AuditCheckpoint;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.WindowsFiles;
import io.github.proxmoxmcp.server.approval.OperatorKey;
import io.github.proxmoxmcp.server.config.AuditSettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What signed checkpoints find that the chain alone does not.
class CheckpointsTest {

    @Test
    void theKeyIsItsOwnersAloneWhereFilesHaveAccessLists() throws IOException {
        try (FileSystem windows = WindowsFiles.empty()) {
            Path key = windows.getPath("C:\\work\\server.key");

            assertThat(ServerKey.at(key).map(ServerKey::publicKey))
                    .isPresent()
                    .isEqualTo(ServerKey.read(key).map(ServerKey::publicKey));

            assertThat(ServerKey.exposure(key)).isEmpty();
            WindowsFiles.allow(key, "BUILTIN\\Users", AclEntryPermission.READ_DATA);
            assertThat(ServerKey.exposure(key)).isPresent();
        }
    }

    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    @TempDir
    private Path folder;

    private Optional<Store> opened = Optional.empty();

    @AfterEach
    void close() {
        opened.ifPresent(Store::close);
    }

    @Test
    void aLogThatWasWrittenAnewWithAWholeChainIsFoundWhereACheckpointStands() throws SQLException {
        fill(store(), 5, "stop_guest");
        keeper(Optional.empty()).close();
        String key = ServerKey.read(keyFile()).orElseThrow().publicKey();
        assertThat(verify(key).proven())
                .hasValueSatisfying(at -> assertThat(at.seq()).isEqualTo(5));

        rewrite("nothing_happened");

        assertThat(store().audit().verify()).isEmpty();
        assertThat(verify(key).problems()).singleElement().asString().contains("entry 5 is not what server signed");
        assertThat(verify(key).proven()).isEmpty();
    }

    @Test
    void anEndThatWasRemovedIsFound() throws SQLException {
        fill(store(), 5, "stop_guest");
        keeper(Optional.empty()).close();
        sql("delete from audit_entry where seq > 3");

        assertThat(store().audit().verify()).isEmpty();
        assertThat(verify(ServerKey.read(keyFile()).orElseThrow().publicKey()).problems())
                .hasSize(1);
    }

    @Test
    void aCheckpointOfAnotherKeyProvesNothing() throws SQLException {
        fill(store(), 5, "stop_guest");
        keeper(Optional.empty()).close();
        rewrite("nothing_happened");
        sql("delete from audit_checkpoint");
        OperatorKey.Made forged = OperatorKey.makePlain();
        Checkpoints.sign(
                store(),
                Checkpoints.SERVER,
                forged.publicKey(),
                OperatorKey.openPlain(forged.file()).orElseThrow(),
                NOW);

        Checkpoints.Report report =
                verify(ServerKey.read(keyFile()).orElseThrow().publicKey());

        assertThat(report.unknown()).isEqualTo(1);
        assertThat(report.proven()).isEmpty();
    }

    @Test
    void itIsSignedEveryHundredEntriesAndAtTheEndAndToldToAFile() throws IOException {
        Path anchor = folder.resolve("anchor.log");
        AuditKeeper keeper = keeper(Optional.of(anchor.toString()));
        fill(store(), 99, "power_guest");
        keeper.sign(100);
        assertThat(store().audit().checkpoints()).isEmpty();

        fill(store(), 1, "power_guest");
        keeper.sign(100);
        fill(store(), 1, "power_guest");
        keeper.close();

        assertThat(store().audit().checkpoints())
                .extracting(checkpoint -> checkpoint.seq())
                .containsExactly(100L, 101L);
        assertThat(Files.readAllLines(anchor))
                .hasSize(2)
                .last()
                .asString()
                .contains("\"seq\":101", store().audit().checkpoints().getLast().hash());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void aSyslogIsToldToo() throws IOException {
        fill(store(), 3, "power_guest");
        try (DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            keeper(Optional.of("syslog://127.0.0.1:" + syslog.getLocalPort())).close();

            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            syslog.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .startsWith("<109>1 2026-11-30T10:00:00Z - proxmox-mcp - audit - {\"seq\":3,");
        }
    }

    @Test
    void aWebAddressIsTold() throws Exception {
        fill(store(), 3, "power_guest");
        try (Webhook webhook = new Webhook(204)) {
            keeper(Optional.of(webhook.url())).close();

            assertThat(webhook.told())
                    .containsExactly("POST application/json {\"seq\":3,\"hash\":\""
                            + store().audit().checkpoints().getFirst().hash()
                            + "\",\"at\":\"2026-11-30T10:00:00Z\",\"signer\":\"server\"}");
        }
    }

    @Test
    void aWebAddressThatSendsElsewhereOrFailsIsNotFollowedAndNotBelieved() throws Exception {
        fill(store(), 3, "power_guest");
        keeper(Optional.empty()).close();
        AuditCheckpoint made = store().audit().checkpoints().getFirst();
        for (int status : List.of(301, 307, 404, 500)) {
            try (Webhook webhook = new Webhook(status)) {
                assertThatThrownBy(() -> Anchor.tell(webhook.url(), made))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("answered " + status);
                assertThat(webhook.told()).hasSize(1);
            }
        }
    }

    @Test
    void aLogThatWasWrittenAnewIsFoundByTheAnchorThatWasKeptWithoutAnyKey() throws Exception {
        Path anchor = folder.resolve("anchor.log");
        fill(store(), 3, "stop_guest");
        keeper(Optional.of(anchor.toString())).close();
        fill(store(), 2, "stop_guest");
        keeper(Optional.of(anchor.toString())).close();
        assertThat(AnchorFile.verify(store(), anchor))
                .isEqualTo(new AnchorFile.Report(2, OptionalLong.of(5), List.of(), 0));

        rewrite("nothing_happened");
        sql("delete from audit_checkpoint");

        assertThat(store().audit().verify()).isEmpty();
        assertThat(AnchorFile.verify(store(), anchor).problems())
                .hasSize(2)
                .first()
                .asString()
                .contains("entry 3 is not what the anchor has");
    }

    @Test
    void anEndThatWasRemovedIsFoundByTheAnchorAndLinesOfOthersAreNot() throws Exception {
        Path anchor = folder.resolve("syslog");
        fill(store(), 3, "stop_guest");
        keeper(Optional.empty()).close();
        String hash = store().audit().checkpoints().getFirst().hash();
        Files.writeString(
                anchor,
                "Nov 30 10:00:00 logs sshd[1]: hello \u00ff\n"
                        + "<109>1 2026-11-30T10:00:00Z -"
                        + " proxmox-mcp - audit -"
                        + " {\"seq\":3,"
                        + "\"hash\":\"" + hash + "\"}\n{\"seq\":1e999,\"hash\":\"x\"}\n{\"seq\":2,\"ha",
                StandardCharsets.ISO_8859_1);
        assertThat(AnchorFile.verify(store(), anchor))
                .isEqualTo(new AnchorFile.Report(1, OptionalLong.of(3), List.of(), 2));

        sql("delete from audit_entry where seq > 2");

        assertThat(AnchorFile.verify(store(), anchor).problems()).hasSize(1);
    }

    @Test
    void aKeyThatIsNoneIsLeftAsItIsAndSignsNothing() throws IOException {
        Files.writeString(keyFile(), "{}");
        fill(store(), 3, "power_guest");

        keeper(Optional.empty()).close();

        assertThat(store().audit().checkpoints()).isEmpty();
        assertThat(Files.readString(keyFile())).isEqualTo("{}");
        assertThat(ServerKey.read(folder.resolve("none.key"))).isEmpty();
    }

    @Test
    void anAnchorThatIsAwayDoesNotStopTheSigning() {
        fill(store(), 3, "power_guest");

        keeper(Optional.of(folder.resolve("none/anchor.log").toString())).close();

        assertThat(store().audit().checkpoints()).hasSize(1);
    }

    /// Rewrites the log as an attacker would who knows how the chain is made.
    private void rewrite(String action) throws SQLException {
        Path forged = folder.resolve("forged.db");
        try (Store other = Stores.open(new StoreLocation.File(forged), InstantSource.fixed(NOW))) {
            fill(other, 5, action);
        }
        sql("attach '" + forged + "' as forged");
    }

    private void sql(String statement) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
                Statement run = database.createStatement()) {
            run.execute(statement);
            if (statement.startsWith("attach")) {
                run.execute("delete from audit_entry");
                run.execute("insert into audit_entry select * from forged.audit_entry");
            }
        }
    }

    private Checkpoints.Report verify(String key) {
        return Checkpoints.verify(store(), Map.of(Checkpoints.SERVER, key));
    }

    private AuditKeeper keeper(Optional<String> anchor) {
        return new AuditKeeper(store(), new AuditSettings(Optional.of(keyFile()), anchor), InstantSource.fixed(NOW));
    }

    private Path keyFile() {
        return folder.resolve("audit.key");
    }

    private static void fill(Store store, int entries, String action) {
        for (int i = 0; i < entries; i++) {
            AuditEntry entry =
                    store.audit().append(NOW, "lab", "local", action, "done", Optional.empty(), "{\"n\":" + i + "}");
            assertThat(entry.seq()).isPositive();
        }
    }

    private Store store() {
        if (opened.isEmpty()) {
            opened = Optional.of(Stores.open(new StoreLocation.File(EmptyStore.in(folder)), InstantSource.fixed(NOW)));
        }
        return opened.get();
    }
}
