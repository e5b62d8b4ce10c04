package io.github.proxmoxmcp.server.sync.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.RightsApi.AclChange;
import io.github.proxmoxmcp.client.access.RightsApi.GroupCreate;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.inventory.Firewall;
import io.github.proxmoxmcp.persistence.inventory.HaGroup;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.sync.source.ClusterReader;
import io.github.proxmoxmcp.server.sync.source.Rights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is configured of access, firewalls, networks, mappings and notices: read whole, with the changes that others
/// make and that Proxmox logs nowhere.
class ConfiguredInventoryTest {

    private static final String CLUSTER = "demo";

    @TempDir
    private Path folder;

    private DemoCluster demo;
    private Proxmox api;
    private Store store;
    private ClusterReader cycle;
    private InventoryReader reader;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @BeforeEach
    void start() {
        demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=4,seed=1,pace=0"));
        demo.addGroup("admins", "Admins");
        store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), InstantSource.system());
        api = Proxmox.connect(ConnectionSettings.of(
                List.of(demo.url()),
                ApiToken.parse(demo.token(TokenLevel.FULL)),
                new Trust.Fingerprint(demo.fingerprint())));
        cycle = new ClusterReader(CLUSTER, api);
        reader = new InventoryReader(CLUSTER, api, store, new Rights(api));
        record();
        store.recorder()
                .record(Observation.of(CLUSTER, now)
                        .withConfigs(List.of(new GuestConfig(
                                100,
                                "digest",
                                new TreeMap<>(Map.of("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1"))))));
        after(Duration.ofMinutes(10));
    }

    @AfterEach
    void stop() {
        api.close();
        store.close();
        demo.close();
    }

    private Set<String> record() {
        ClusterReader.View look = cycle.read(now, false);
        Observation seen = look.observation()
                .withGuests(look.guests(), look.observation().guests().gauges());
        reader.learn(seen, store.recorder().record(seen));
        return look.online();
    }

    private List<Change> after(Duration time) {
        Instant before = now;
        now = now.plus(time);
        Set<String> online = record();
        while (reader.read(now, online, 500) > 0) {
            now = now.plusMillis(1);
        }
        return store.history()
                .changes(new ChangeQuery(
                        CLUSTER,
                        before,
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        100))
                .rows();
    }

    @Test
    void readsEveryKind() {
        assertThat(InventoryKind.all())
                .filteredOn(kind -> kind.kind().compareTo(Kind.CLUSTER_OPTION) > 0)
                .filteredOn(kind -> kind.type() != HaGroup.class)
                .hasSizeGreaterThan(15)
                .allSatisfy(kind -> assertThat(store.inventory().list(kind.type(), CLUSTER, Moment.now()))
                        .as(kind.table())
                        .isNotEmpty());
        assertThat(store.inventory().list(Firewall.Rule.class, CLUSTER, Moment.now()))
                .extracting(rule -> rule.thing().place() + ": " + rule.thing().rule())
                .contains(
                        "cluster: IN SSH(ACCEPT) -source dc/office",
                        "group/web: IN ACCEPT -p tcp -dport 80,443",
                        "guest/100: GROUP web");
        assertThat(reader.incomplete()).isEmpty();
    }

    @Test
    void tellsWhatOthersChanged() {
        demo.world().configure(files -> {
            files.rules("cluster").addFirst(new TreeMap<>(Map.of("type", "in", "action", "DROP", "enable", "1")));
            files.put(
                    "/cluster/ha/rules",
                    "db-at-home",
                    Map.of("type", "node-affinity", "resources", "vm:101", "nodes", "pve2"));
            files.put(
                    "/cluster/metrics/server",
                    "influx",
                    Map.of("type", "influxdb", "server", "10.0.255.30", "port", "8089", "influxdbproto", "http"));
        });
        api.rights().createGroup(new GroupCreate("ops", Optional.of("on call")));
        api.rights()
                .changeAcl(new AclChange(
                        "/vms",
                        "PVEVMAdmin",
                        Optional.empty(),
                        Optional.of("ops"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));

        assertThat(after(Duration.ofMinutes(61)))
                .extracting(ConfiguredInventoryTest::text)
                .containsExactlyInAnyOrder(
                        "appeared FIREWALL_RULE cluster/IN DROP",
                        "altered HA_RULE db-at-home nodes pve1:2;pve2 -> pve2",
                        "altered METRIC_SERVER influx settings.influxdbproto none -> http",
                        "appeared ACCESS_GROUP ops",
                        "appeared ACCESS_RULE /vms/ops/PVEVMAdmin");
    }

    private static String text(Change change) {
        String of = change.thing().kind() + " " + change.thing().id();
        return switch (change) {
            case Change.Appeared _ -> "appeared " + of;
            case Change.Vanished _ -> "vanished " + of;
            case Change.Moved _ -> "moved " + of;
            case Change.Altered altered ->
                "altered " + of
                        + altered.fields().stream()
                                .map(field -> " " + field.name() + " "
                                        + field.before().orElse("none") + " -> "
                                        + field.after().orElse("none"))
                                .reduce("", String::concat);
        };
    }

    @Test
    void aRuleThatWasMovedIsToldAndNotTheOthersWhoseNumbersChanged() {
        demo.world()
                .configure(files ->
                        files.rules("cluster").add(files.rules("cluster").removeFirst()));
        demo.world()
                .configure(files -> files.rules("guest/100")
                        .addFirst(new TreeMap<>(Map.of("type", "in", "action", "ACCEPT", "enable", "0"))));

        List<String> told = after(Duration.ofHours(2)).stream()
                .map(ConfiguredInventoryTest::text)
                .toList();

        assertThat(told).hasSize(2).contains("appeared FIREWALL_RULE guest/100/IN ACCEPT");
        assertThat(told).filteredOn(text -> text.contains(" position ")).hasSize(1);
    }

    @Test
    void whatTheTokenMayNotReadIsUnknownAndNotGone() {
        demo.faults().revokePrivilege(TokenLevel.FULL, "Sys.Audit");
        demo.faults().revokePrivilege(TokenLevel.FULL, "Sys.Modify");
        demo.faults().revokePrivilege(TokenLevel.FULL, "SDN.Audit");
        demo.faults().revokePrivilege(TokenLevel.FULL, "SDN.Allocate");
        demo.faults().revokePrivilege(TokenLevel.FULL, "User.Modify");

        assertThat(after(Duration.ofMinutes(61))).isEmpty();
        assertThat(rows("select name from sdn_zones where unknown_since is null"))
                .isEmpty();
        assertThat(rows("select name from sdn_zones")).hasSize(1);
        assertThat(rows("select rule from firewall_rules where place = 'cluster'"))
                .hasSize(2);
        assertThat(reader.incomplete())
                .anySatisfy(text -> assertThat(text).contains("SDN zones may be hidden from the token"))
                .anySatisfy(text -> assertThat(text).contains("HA rules could not be read"));
    }

    @Test
    void aGuestTakesItsFirewallWithIt() {
        demo.world().removeGuest(100);
        store.recorder().record(Observation.of(CLUSTER, now.plusSeconds(1)).withGone(Set.of(100)));

        assertThat(rows("select rule from firewall_rules where place = 'guest/100'"))
                .isEmpty();
        assertThat(store.history().recorded(CLUSTER, now, 10))
                .extracting(ConfiguredInventoryTest::text)
                .containsExactly("vanished GUEST 100");
    }

    @Test
    void noSecretIsStored() throws IOException {
        demo.world()
                .configure(files -> files.put(
                        "/cluster/notifications/endpoints/webhook",
                        "chat",
                        Map.of(
                                "url",
                                "https://chat.example/hook/sesame-1",
                                "method",
                                "post",
                                "header",
                                "name=auth,value=sesame-2",
                                "body",
                                "hello")));
        after(Duration.ofMinutes(61));
        assertThat(rows("select settings from notification_targets where name = 'chat'"))
                .singleElement()
                .asString()
                .contains("chat.example");
        store.maintenance().compact();

        String everything = "";
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                everything += new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            }
        }

        assertThat(everything).contains("chat.example").doesNotContain("sesame-", "metric-token-of-the-demo");
    }

    private List<String> rows(String sql) {
        return store
                .queries()
                .run(CLUSTER, sql, Moment.now(), new QueryStore.Limits(100, Duration.ofSeconds(20)))
                .rows()
                .stream()
                .map(row -> String.valueOf(row.getFirst()))
                .toList();
    }
}
