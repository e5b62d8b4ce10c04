package io.github.proxmoxmcp.server.sync.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.cluster.ReplicationApi.ReplicationCreate;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.QueryStore.Limits;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.inventory.NodeUpdate;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.ReplicationState;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.sync.source.ClusterReader;
import io.github.proxmoxmcp.server.sync.source.Rights;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lists beside guests and nodes, read from a demo cluster into a real store.
class InventoryReaderTest {

    private static final String CLUSTER = "demo";
    private static final int ALL_LISTS = 1_000;

    @TempDir
    private Path folder;

    private DemoCluster demo;
    private Store store;
    private Proxmox api;
    private ClusterReader cycle;
    private InventoryReader reader;
    private Set<String> online = Set.of();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @BeforeEach
    void start() {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=20,seed=1,pace=0"));
        store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), InstantSource.system());
        follow(TokenLevel.FULL);
    }

    @AfterEach
    void stop() {
        api.close();
        store.close();
        demo.close();
    }

    private void follow(TokenLevel level) {
        api = Proxmox.connect(ConnectionSettings.of(
                List.of(demo.url()), ApiToken.parse(demo.token(level)), new Trust.Fingerprint(demo.fingerprint())));
        cycle = new ClusterReader(CLUSTER, api);
        reader = new InventoryReader(CLUSTER, api, store, new Rights(api));
    }

    /// A cycle some time after the one before, and then all lists that are due; how many those were.
    private int after(Duration time) {
        now = now.plus(time);
        ClusterReader.View look = cycle.read(now, false);
        Observation seen = look.observation()
                .withGuests(look.guests(), look.observation().guests().gauges());
        reader.learn(seen, store.recorder().record(seen));
        online = look.online();
        return reader.read(now, online, ALL_LISTS);
    }

    @Test
    void fillsEveryList() {
        demo.world().manage(101, "started", "important");
        api.replication()
                .create(new ReplicationCreate(
                        "100-0",
                        "pve2",
                        "local",
                        Optional.of("*/15"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));

        after(Duration.ZERO);
        after(Duration.ofMinutes(20));

        InventoryStore inventory = store.inventory();
        assertThat(inventory.backups(CLUSTER, Optional.of(100), Moment.now()))
                .isNotEmpty()
                .allSatisfy(backup -> assertThat(backup.thing().node()).isEmpty());
        assertThat(inventory.list(StorageDefinition.class, CLUSTER, Moment.now()))
                .extracting(one -> one.thing().name())
                .contains("local", "backup", "archive");
        assertThat(inventory.list(BackupJob.class, CLUSTER, Moment.now()))
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.thing().selection()).isEqualTo("all");
                    assertThat(job.thing().excluded()).contains("105");
                    assertThat(job.thing().retention()).contains("keep-last=7");
                });
        assertThat(inventory.list(ReplicationJob.class, CLUSTER, Moment.now())).hasSize(1);
        assertThat(inventory.list(ReplicationState.class, CLUSTER, Moment.now()))
                .singleElement()
                .satisfies(state -> assertThat(state.thing().failing()).isFalse());
        assertThat(inventory.list(NodeInterface.class, CLUSTER, Moment.now()))
                .filteredOn(one -> one.thing().node().equals("pve1"))
                .extracting(one -> one.thing().name())
                .contains("vmbr0", "eno1");
        assertThat(inventory.list(NodeService.class, CLUSTER, Moment.now()))
                .extracting(one -> one.thing().name())
                .contains("pvestatd")
                .doesNotContain("ksmtuned");
        assertThat(inventory.list(NodeUpdate.class, CLUSTER, Moment.now())).isNotEmpty();
        assertThat(inventory.list(NodeDisk.class, CLUSTER, Moment.now()))
                .filteredOn(disk -> disk.thing().health().equals(Optional.of("FAILED")))
                .singleElement()
                .satisfies(disk -> assertThat(disk.thing().lifeLeftPercent()).contains(3));
        assertThat(inventory.list(NodeCertificate.class, CLUSTER, Moment.now())).hasSize(3);
        assertThat(sql("select name from pools order by name"))
                .containsExactly(List.of("infra"), List.of("lab"), List.of("prod"));
        assertThat(sql("select count(*) from pool_members where type = 'guest'"))
                .isNotEqualTo(List.of(List.of(0L)));
        assertThat(sql("select sid, state from ha_resources")).containsExactly(List.of("vm:101", "started"));
        assertThat(sql("select count(*) from cluster_options")).isNotEqualTo(List.of(List.of(0L)));
        assertThat(reader.incomplete()).isEmpty();
    }

    @Test
    void readsAListAgainWhenItIsOldAndNoOther() {
        int first = after(Duration.ZERO);
        int atOnce = after(Duration.ofSeconds(10));
        int later = after(Duration.ofMinutes(6));
        int muchLater = after(Duration.ofMinutes(61));

        // Of the cluster 7, 5 of who may do what, 9 that are configured and its firewall; 6 of each node; and the one
        // shared storage that takes backups.
        assertThat(first).isEqualTo(7 + 5 + 9 + 1 + 3 * 6 + 1);
        assertThat(atOnce).isZero();
        assertThat(later).isEqualTo(2);
        assertThat(muchLater).isEqualTo(first);
    }

    @Test
    void readsAFewAtATime() {
        now = now.plusSeconds(1);
        ClusterReader.View look = cycle.read(now, false);
        store.recorder().record(look.observation());

        assertThat(reader.read(now, look.online(), 5)).isEqualTo(5);
        assertThat(store.inventory().readings(CLUSTER)).hasSizeBetween(5, 6);
    }

    @Test
    void aProgramThatStartsAnewDoesNotReadEverythingAgain() {
        after(Duration.ZERO);
        api.close();
        follow(TokenLevel.FULL);

        assertThat(after(Duration.ofMinutes(1))).isZero();
    }

    @Test
    void recordsAChangeWithBeforeAndAfter() {
        after(Duration.ZERO);
        Instant before = now;
        demo.world().putBackupJob("backup-nightly", Map.of("all", "1", "schedule", "03:30", "storage", "backup"));
        after(Duration.ofMinutes(16));

        assertThat(changes(before, Kind.BACKUP_JOB)).singleElement().satisfies(change -> {
            assertThat(change).isInstanceOf(Change.Altered.class);
            assertThat(((Change.Altered) change).fields()).anySatisfy(field -> {
                assertThat(field.name()).isEqualTo("schedule");
                assertThat(field.before()).contains("02:00");
                assertThat(field.after()).contains("03:30");
            });
        });
    }

    @Test
    void aFinishedBackupIsSeenAtOnce() {
        after(Duration.ZERO);
        int known = archives(105);
        demo.world().backup(105, "backup");
        int read = after(Duration.ofSeconds(10));

        assertThat(read).isEqualTo(1);
        assertThat(archives(105)).isEqualTo(known + 1);
    }

    @Test
    void aChangeOfAPoolIsSeenAtOnce() {
        after(Duration.ZERO);
        demo.world().setPool(100, "lab");
        after(Duration.ofSeconds(10));

        assertThat(sql("select pool from pool_members where member = '100'")).containsExactly(List.of("lab"));
    }

    @Test
    void aLostPrivilegeIsNotADeletion() {
        after(Duration.ZERO);
        Instant before = now;
        int known = archives(100);
        demo.faults().revokePrivilege(TokenLevel.FULL, "Datastore.Allocate");
        demo.faults().revokePrivilege(TokenLevel.FULL, "Datastore.AllocateSpace");
        after(Duration.ofMinutes(61));

        assertThat(known).isPositive();
        assertThat(archives(100)).isEqualTo(known);
        assertThat(store.inventory().backups(CLUSTER, Optional.of(100), Moment.now()))
                .allSatisfy(
                        backup -> assertThat(backup.validity().unknownSince()).contains(now));
        assertThat(changes(before, Kind.BACKUP)).isEmpty();
        assertThat(reader.incomplete())
                .containsExactly("backups of backup may be hidden from the token: it needs Datastore.AllocateSpace"
                        + " there and VM.Backup on /vms");
    }

    @Test
    void anAuditorSeesNoBackupsAndThatIsSaid() {
        api.close();
        follow(TokenLevel.AUDIT);
        after(Duration.ZERO);

        assertThat(store.inventory().readings(CLUSTER))
                .filteredOn(reading -> reading.kind() == Kind.BACKUP)
                .singleElement()
                .satisfies(reading -> assertThat(reading.tells(Moment.now())).isFalse());
        assertThat(reader.incomplete())
                .hasSize(2)
                .anyMatch(text -> text.contains("backups of backup may be hidden"))
                .anyMatch(text -> text.startsWith("pending updates of pve1, pve2, pve3 could not be read")
                        && text.contains("Sys.Modify"));
    }

    /// Everybody is answered, and bridges are left out without a word.
    @Test
    void bridgesThatAreHiddenAreNotGone() {
        after(Duration.ZERO);
        List<?> before = bridges();
        hideBridges();
        after(Duration.ofMinutes(61));

        assertThat(before).hasSize(6);
        assertThat(bridges()).isEqualTo(before);
        assertThat(reader.incomplete())
                .containsExactly("network interfaces of pve1, pve2, pve3 may be hidden from the token");
    }

    /// The rights are looked at before the lists and after them.
    @Test
    void aRightThatComesBackWhileListsAreReadIsNotADeletion() {
        String rights = "GET /api2/json/access/permissions";
        after(Duration.ZERO);
        List<?> before = bridges();
        hideBridges();
        demo.traffic()
                .before(
                        rights,
                        () -> demo.traffic().before(rights, () -> demo.faults().restore(TokenLevel.FULL)));
        after(Duration.ofMinutes(61));

        assertThat(before).hasSize(6);
        assertThat(bridges()).isEqualTo(before);
        assertThat(demo.traffic().take().calls()).containsEntry(rights, 4);
    }

    private List<?> bridges() {
        return store.inventory().list(NodeInterface.class, CLUSTER, Moment.now()).stream()
                .map(known -> known.thing().node() + " " + known.thing())
                .filter(text -> text.contains("vmbr"))
                .sorted()
                .toList();
    }

    private void hideBridges() {
        demo.faults().revokePrivilege(TokenLevel.FULL, "SDN.Audit");
        demo.faults().revokePrivilege(TokenLevel.FULL, "SDN.Use");
    }

    @Test
    void aNodeThatIsAwayKeepsWhatItHad() {
        after(Duration.ZERO);
        Instant before = now;
        int services =
                store.inventory().list(NodeService.class, CLUSTER, Moment.now()).size();
        demo.faults().nodeDown("pve3");
        demo.faults().skip(Duration.ofSeconds(20));
        after(Duration.ofMinutes(61));

        assertThat(online).doesNotContain("pve3");
        assertThat(store.inventory().list(NodeService.class, CLUSTER, Moment.now()))
                .hasSize(services);
        assertThat(changes(before, Kind.STORAGE)).isEmpty();
        assertThat(changes(before, Kind.BACKUP)).isEmpty();
    }

    @Test
    void aStorageThatIsRemovedIsGoneAndOneThatIsDisabledIsNot() {
        after(Duration.ZERO);
        Instant before = now;
        demo.world().removeStorage("local");
        after(Duration.ofSeconds(10));
        after(Duration.ofSeconds(10));

        assertThat(changes(before, Kind.STORAGE_DEFINITION))
                .singleElement()
                .isInstanceOf(Change.Vanished.class)
                .satisfies(change -> assertThat(change.thing().id()).isEqualTo("local"));
        assertThat(changes(before, Kind.STORAGE))
                .hasSize(3)
                .allSatisfy(change -> assertThat(change).isInstanceOf(Change.Vanished.class));
        assertThat(sql("select count(*) from storages where name = 'archive'")).containsExactly(List.of(0L));
        assertThat(sql("select enabled from storage_definitions where name = 'archive'"))
                .containsExactly(List.of(false));
    }

    @Test
    void whatIsRefusedIsSaidAndLeftAloneForAWhile() {
        demo.faults().revokePrivilege(TokenLevel.FULL, "Sys.Audit");
        demo.faults().revokePrivilege(TokenLevel.FULL, "Sys.Modify");
        after(Duration.ZERO);

        assertThat(reader.incomplete())
                .anySatisfy(sentence -> assertThat(sentence)
                        .contains("services of pve1, pve2, pve3 could not be read: ")
                        .contains("Sys.Audit"));
        assertThat(after(Duration.ofSeconds(10))).isZero();
    }

    private int archives(int vmid) {
        return store.inventory()
                .backups(CLUSTER, Optional.of(vmid), Moment.now())
                .size();
    }

    private List<Change> changes(Instant since, Kind kind) {
        return store.history().diff(CLUSTER, since, now).stream()
                .filter(change -> change.thing().kind() == kind)
                .toList();
    }

    private List<Object> sql(String query) {
        return List.copyOf(store.queries()
                .run(CLUSTER, query, Moment.now(), new Limits(100, Duration.ofSeconds(5)))
                .rows());
    }
}
