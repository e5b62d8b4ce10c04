package io.github.proxmoxmcp.server.sync;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.StateSnapshot;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.DirectServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an older version stored that did not know some forms of secrets.
class StoredSecretsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String SECRET = "hunter2";

    /// Texts as they are stored; each holds one secret.
    private static final List<String> SECRETS = List.of(
            "-vnc :1 -spice port=1,password=hunter2",
            "-object secret,id=a -iscsi user=x,Password='hunter2 too'",
            "http://proxy:hunter2@10.0.0.1:3128",
            "vers=3.0,username=x,pass=hunter2",
            "credentials=hunter2,ro",
            "server=a&token=hunter2",
            "Authorization: Bearer hunter2",
            "Authorization: Basic hunter2",
            "PVEAPIToken=root@pam!a=hunter2",
            "apitoken=PVEAPIToken=root@pam!a=hunter2,host=10.0.0.1",
            "PBSAPIToken=u@pbs!a:hunter2",
            "ticket PVE:root@pam:65A2B3C4::hunter2==",
            "PVEVNC:65A2B3C4::hunter2",
            "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nhunter2 and no end",
            "monitor: set_password vnc hunter2",
            "posting {\"client_secret\": \"hunter2\"}",
            "db_password = 'hunter2'",
            "passphrase=hunter2",
            "api_key=hunter2",
            "https://h.example/?access_token=hunter2&x=1",
            "//nas/x /mnt cifs username=a,password=hunter2 0 0",
            "hostname: db01\npassword: hunter2\nchpasswd:\n  expire: False\n",
            "users:\n  - hashed_passwd: hunter2");

    /// Texts that only speak of secrets, or of none.
    private static final List<String> OTHERS = List.of(
            "the password is in the vault",
            "-vnc 0.0.0.0:1,password=on",
            "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1",
            "bypass=1,compass=north,tokenid=mcp",
            "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----",
            "two  blanks, a\ttab, \u00fc and \u2028");

    @TempDir
    private Path folder;

    @Test
    void aStartStrikesThemOutOfAFileAndOfItsBytes() throws Exception {
        Path file = folder.resolve("state.db");
        SortedMap<String, String> before = fill(new StoreLocation.File(file), "jdbc:sqlite:" + file);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains(SECRET);

        try (DirectServer server =
                DirectServer.configured(Map.of(), folder, InstantSource.fixed(NOW), "clusters: {}")) {
            assertThat(server.tools()).isNotEmpty();
            assertThat(server.library()).isNotNull();
            server.call("list_nodes");
            awaitEnd("jdbc:sqlite:" + file);
        }

        struckOut(before, "jdbc:sqlite:" + file, new StoreLocation.File(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(one -> one.getFileName().toString().startsWith("state.db"))
                            .map(StoredSecretsTest::bytes)
                            .collect(joining()))
                    .contains("***", "chained hunter3")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void aStartStrikesThemOutOfADatabase() throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            SortedMap<String, String> before = fill(StoreLocation.parse(url), url);

            try (Store store = Stores.open(StoreLocation.parse(url), InstantSource.fixed(NOW));
                    StoredSecrets secrets = new StoredSecrets(store)) {
                secrets.start();
                awaitEnd(url);
            }

            struckOut(before, url, StoreLocation.parse(url));
        }
    }

    private static void struckOut(SortedMap<String, String> before, String url, StoreLocation location)
            throws SQLException {
        SortedMap<String, String> after = all(url);
        assertThat(before).hasSizeGreaterThan(20);
        after.forEach((table, rows) -> assertThat(rows).describedAs(table).doesNotContain(SECRET));
        assertThat(after.get("audit_entry"))
                .isEqualTo(before.get("audit_entry"))
                .contains("chained hunter3");
        assertThat(after.get("guest_config_entry")).contains("args0", "env ***", "cipassword ***");
        for (String text : OTHERS) {
            assertThat(after.get("guest_config_entry")).contains(text);
        }
        assertThat(after.get("plan"))
                .contains("{\"calls\":[{\"password\":\"***\",\"cores\":2}]}", "{ \"untouched\" : 1 }");
        // What is read from the cluster today is what stands there now: nothing seems to change by it.
        try (Store store = Stores.open(location, InstantSource.fixed(NOW))) {
            SortedMap<String, String> stored =
                    store.guests().config("c", 100, Moment.now()).orElseThrow();
            assertThat(stored).hasSizeGreaterThan(25);
            assertThat(store.recorder().record(observation(NOW.plusSeconds(60), stored)))
                    .isEmpty();
            assertThat(store.audit().verify()).isEmpty();
        }
    }

    private static SortedMap<String, String> fill(StoreLocation location, String url) throws SQLException {
        try (Store store = Stores.open(location, InstantSource.fixed(NOW))) {
            store.recorder().record(observation(NOW.minusSeconds(60), new TreeMap<>(Map.of("cores", "1"))));
            SortedMap<String, String> config = new TreeMap<>(Map.of("cipassword", SECRET, "env", "A=" + SECRET));
            for (int i = 0; i < SECRETS.size(); i++) {
                config.put("args" + i, SECRETS.get(i));
            }
            for (int i = 0; i < OTHERS.size(); i++) {
                config.put("other" + i, OTHERS.get(i));
            }
            store.recorder().record(observation(NOW, config).withTasks(List.of(line())));
            store.snapshots()
                    .add(new StateSnapshot("c", "before", NOW, NOW, Optional.of("token=" + SECRET), "me", false));
            store.plans().add(plan("p1", "{\"calls\":[{\"password\":\"" + SECRET + "\",\"cores\":2}]}"));
            store.plans().add(plan("p2", "{ \"untouched\" : 1 }"));
            store.audit().append(NOW, "c", "me", "stop", "done", Optional.empty(), "{\"said\":\"chained hunter3\"}");
        }
        return all(url);
    }

    private static Observation observation(Instant at, SortedMap<String, String> config) {
        return Observation.of("c", at)
                .withGuests(List.of(guest()), List.of())
                .withConfigs(List.of(new GuestConfig(100, "d" + at, config)));
    }

    private static Task line() {
        String line = "update VM 100: -args -vnc :1,password=" + SECRET;
        return new Task(
                "log:" + NOW.getEpochSecond() + ":" + line.replace(' ', '_'),
                "pve1",
                "update",
                Optional.of("100"),
                "root@pam",
                NOW,
                Optional.of(NOW),
                Optional.of(line));
    }

    private static Guest guest() {
        return new Guest(
                100,
                GuestKind.VM,
                Optional.of("web01"),
                "pve1",
                "running",
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(2.0),
                Optional.of(1L << 30),
                Optional.empty());
    }

    private static Plan plan(String id, String body) {
        return new Plan(
                id,
                "c",
                "change_guest",
                "me",
                "h1",
                body,
                Plan.Status.OPEN,
                NOW,
                NOW.plusSeconds(60),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void awaitEnd(String url) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> all(url).getOrDefault("text_rule", "").startsWith(" "));
    }

    /// Every row of every table, sorted.
    private static SortedMap<String, String> all(String url) throws SQLException {
        SortedMap<String, String> all = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet tables =
                        connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                String table = tables.getString("TABLE_NAME");
                if (!table.startsWith("sqlite_")) {
                    all.put(table, rows(statement, table));
                }
            }
        }
        return all;
    }

    private static String rows(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("select * from " + table + " order by 1, 2")) {
            StringBuilder text = new StringBuilder();
            while (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append(row.getString(i)).append(' ');
                }
                text.append('\n');
            }
            return text.toString();
        }
    }

    private static String bytes(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
