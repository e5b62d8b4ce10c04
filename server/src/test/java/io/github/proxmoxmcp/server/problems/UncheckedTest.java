package io.github.proxmoxmcp.server.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.Node;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageGauges;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Of what was not read no check claims anything; it says so instead. The cluster itself cannot be reached here.
class UncheckedTest {

    private static final Instant BEGINNING = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant LATER = BEGINNING.plusSeconds(60);

    private Store store;
    private Proxmox api;
    private Synchronizer sync;

    @BeforeEach
    void start(@TempDir Path folder) {
        store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), InstantSource.system());
        ConnectionSettings nowhere = ConnectionSettings.of(
                List.of(URI.create("https://127.0.0.1:1")),
                ApiToken.parse("root@pam!t=00000000-0000-0000-0000-000000000000"),
                new Trust.SystemAuthorities());
        api = Proxmox.connect(nowhere);
        sync = new Synchronizer(
                new ClusterConfiguration("demo", nowhere),
                api,
                store,
                new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8),
                InstantSource.system(),
                "test");
        store.recorder()
                .record(Observation.of("demo", BEGINNING)
                        .withNodes(List.of(node("pve1", "online"), node("pve2", "offline")), List.of())
                        .withGuests(List.of(guest("backup")), List.of())
                        .withStorages(
                                List.of(storage("pve1"), storage("pve2")),
                                List.of(new StorageGauges("local", "pve2", Optional.of(99L), Optional.of(100L)))));
    }

    @AfterEach
    void stop() {
        sync.close();
        api.close();
        store.close();
    }

    @Test
    void everyCheckSaysWhatItCouldNotLookAt() {
        assertThat(look(Area.QUORUM)).isEqualTo(Findings.unchecked("quorum"));
        assertThat(look(Area.DISK)).isEqualTo(Findings.unchecked("disks of pve1, pve2"));
        assertThat(look(Area.BACKUP)).isEqualTo(Findings.unchecked("backups on local@pve1, local@pve2"));
        assertThat(look(Area.REPLICATION)).isEqualTo(Findings.unchecked("the state of replication"));
        assertThat(look(Area.SNAPSHOT)).isEqualTo(Findings.unchecked("snapshots of guest 100, not read yet"));
        assertThat(look(Area.CERTIFICATE)).isEqualTo(Findings.unchecked("certificates of pve1, pve2"));
        assertThat(look(Area.UPDATE)).isEqualTo(Findings.unchecked("updates of pve1, pve2"));
        assertThat(look(Area.MIGRATION))
                .isEqualTo(Findings.unchecked("what binds to their nodes guest 100: not read yet"));
        assertThat(look(Area.GUEST).unchecked())
                .containsExactly(
                        "pending changes of guest 100", "whether to start with the node: guest 100, not read yet");
        assertThat(look(Area.NODE).unchecked()).containsExactly("services of pve1, pve2", "version of pve1, pve2");
    }

    @Test
    void aStorageOfANodeThatIsOfflineIsNeitherFullNorWell() {
        assertThat(look(Area.STORAGE)).isEqualTo(Findings.unchecked("storages of pve2"));
    }

    @Test
    void sinceWhenIsNotSaidOfWhatWasSoWhenTheMemoryBegan() {
        record(BEGINNING, service("dead"));

        assertThat(look(Area.NODE).problems())
                .extracting(Problem::subject, Problem::since)
                .containsExactlyInAnyOrder(tuple("pve2", Optional.empty()), tuple("pve1 pvestatd", Optional.empty()));
    }

    @Test
    void sinceWhenIsSaidOfWhatWasSeenToHappen() {
        record(BEGINNING, service("running"));
        record(LATER, service("dead"));
        store.recorder().record(Observation.of("demo", LATER).withNodes(List.of(node("pve1", "offline")), List.of()));

        assertThat(look(Area.NODE).problems())
                .filteredOn(problem -> problem.subject().startsWith("pve1"))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.since()).contains(LATER));
    }

    @Test
    void ofALockInThePastNobodyKnowsWhetherATaskHeldIt() {
        assertThat(Checks.look(reading(Moment.at(LATER)), Optional.of(Area.GUEST))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.evidence()).isEqualTo("locked: backup"));
    }

    private void record(Instant at, NodeService service) {
        store.recorder()
                .record(Observation.of("demo", at)
                        .withInventory(
                                Inventory.of(Listing.ofNode(NodeService.class, "pve1", List.of(service), true))));
    }

    private static NodeService service(String state) {
        return new NodeService("pve1", "pvestatd", state);
    }

    private static Node node(String name, String status) {
        return new Node(name, status, Optional.empty(), Optional.of(8), Optional.of(1L << 30));
    }

    private static Storage storage(String node) {
        return new Storage("local", node, Optional.of("dir"), List.of("backup"), false, "available");
    }

    private static Guest guest(String lock) {
        return new Guest(
                100,
                GuestKind.VM,
                Optional.of("web01"),
                "pve1",
                "running",
                false,
                List.of(),
                Optional.empty(),
                Optional.of(lock),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Findings look(Area area) {
        return Checks.look(reading(Moment.now()), Optional.of(area));
    }

    private Reading reading(Moment moment) {
        return new Reading(
                new Cluster("demo", api, sync, "root@pam!t"),
                store,
                moment,
                sync.known(Duration.ZERO),
                LATER.plusSeconds(1));
    }
}
