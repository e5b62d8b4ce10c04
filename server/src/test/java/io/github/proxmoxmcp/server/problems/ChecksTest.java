package io.github.proxmoxmcp.server.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageGauges;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.inventory.ReplicationState;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import io.github.proxmoxmcp.server.sync.Synchronizer;
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

/// Each check by itself, on what a demo cluster shows or on what is recorded beside it.
class ChecksTest {

    private static final String CLUSTER = "demo";

    /// Enough to read every list of a small cluster.
    private static final int CYCLES = 4;

    @TempDir
    private Path folder;

    private DemoCluster demo;
    private Store store;
    private Proxmox api;
    private Synchronizer sync;

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
        ConnectionSettings connection = ConnectionSettings.of(
                List.of(demo.url()), ApiToken.parse(demo.token(level)), new Trust.Fingerprint(demo.fingerprint()));
        api = Proxmox.connect(connection);
        sync = new Synchronizer(
                new ClusterConfiguration(CLUSTER, connection),
                api,
                store,
                new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8),
                InstantSource.system(),
                "test");
    }

    private void read() {
        for (int i = 0; i < CYCLES; i++) {
            assertThat(sync.cycle().error()).isEmpty();
        }
    }

    private Findings look(Area area) {
        return Checks.look(reading(Moment.now()), Optional.of(area));
    }

    private Reading reading(Moment moment) {
        return new Reading(
                new Cluster(CLUSTER, api, sync, "root@pam!test"),
                store,
                moment,
                sync.known(Duration.ZERO),
                Instant.now());
    }

    private void record(Listing<?> listing) {
        store.recorder().record(Observation.of(CLUSTER, Instant.now()).withInventory(Inventory.of(listing)));
    }

    @Test
    void aProblemIsTheSameOneHoweverManyGuestsHaveItAndHoweverTheyAreCalled() {
        read();
        List<Problem> before =
                Checks.look(reading(Moment.now()), Optional.empty()).problems();

        assertThat(before).hasSizeGreaterThan(5);
        assertThat(before)
                .extracting(problem -> problem.area() + " " + problem.about().key())
                .doesNotHaveDuplicates()
                .noneMatch(key -> key.matches("BACKUP \\d.*"));
        assertThat(before.stream().filter(problem -> problem.area() == Area.BACKUP))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.subject())
                        .startsWith(problem.about().guests().size() + " guest")
                        .endsWith(problem.about().key()));
    }

    @Test
    void aClusterWithoutQuorumIsCritical() {
        read();
        Findings before = look(Area.QUORUM);
        demo.faults().quorumLost(true);
        sync.cycle();

        assertThat(before).isEqualTo(Findings.of(List.of()));
        assertThat(look(Area.QUORUM).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.severity()).isEqualTo(Severity.CRITICAL));
    }

    @Test
    void aNodeThatIsOfflineIsCriticalSinceItWasSeenSo() {
        read();
        Instant before = Instant.now();
        demo.faults().nodeDown("pve3");
        demo.faults().skip(Duration.ofSeconds(20));
        sync.cycle();

        assertThat(look(Area.NODE).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(problem.subject()).isEqualTo("pve3");
            assertThat(problem.evidence()).startsWith("node is offline; ");
            assertThat(problem.since().orElseThrow()).isAfterOrEqualTo(before.minusSeconds(1));
        });
    }

    @Test
    void whatCephSaysToBeWrongIsAWarningAndWithoutAnAnswerItIsUnknown() {
        read();
        assertThat(look(Area.STORAGE).unchecked()).isEmpty();
        assertThat(look(Area.STORAGE).problems())
                .noneMatch(problem -> problem.subject().startsWith("Ceph"));
        demo.faults().nodeDown("pve3");
        demo.faults().skip(Duration.ofSeconds(20));

        assertThat(look(Area.STORAGE).problems())
                .filteredOn(problem -> problem.subject().startsWith("Ceph"))
                .extracting(Problem::subject, Problem::severity, Problem::evidence)
                .containsExactlyInAnyOrder(
                        tuple("Ceph OSD_DOWN", Severity.WARNING, "«1 osds down»"),
                        tuple("Ceph MON_DOWN", Severity.WARNING, "«1/3 mons down»"));
        demo.faults().garbage(true);
        assertThat(look(Area.STORAGE).unchecked()).singleElement().asString().startsWith("the health of Ceph (");
    }

    @Test
    void aServiceThatDoesNotRunIsAWarning() {
        read();
        assertThat(look(Area.NODE)).isEqualTo(Findings.of(List.of()));
        record(Listing.ofNode(NodeService.class, "pve1", List.of(new NodeService("pve1", "pvestatd", "dead")), true));

        assertThat(look(Area.NODE).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.subject()).isEqualTo("pve1 pvestatd"));
    }

    @Test
    void versionsThatDifferAreAWarning() {
        read();
        store.recorder()
                .record(Observation.of(CLUSTER, Instant.now())
                        .withNodeDetails(
                                List.of(new NodeDetails("pve2", "9.1.1", Optional.empty(), Optional.empty()))));

        assertThat(look(Area.NODE).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.evidence()).isEqualTo("9.1.1 on pve2; 9.2.11 on pve1 pve3"));
    }

    @Test
    void aGuestThatHaGaveUpIsCritical() {
        read();
        Guest web = store.guests().get(CLUSTER, 100, Moment.now()).orElseThrow().guest();
        store.recorder()
                .record(Observation.of(CLUSTER, Instant.now())
                        .withGuests(
                                List.of(new Guest(
                                        web.vmid(),
                                        web.kind(),
                                        web.name(),
                                        web.node(),
                                        web.status(),
                                        web.template(),
                                        web.tags(),
                                        web.pool(),
                                        web.lock(),
                                        web.cpus(),
                                        web.memoryBytes(),
                                        Optional.of("error"))),
                                List.of()));

        assertThat(look(Area.HA).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.subject()).isEqualTo("100 web01");
            assertThat(problem.since()).isPresent();
        });
    }

    @Test
    void aStorageThatIsFullIsCriticalOnceForAllNodesAndAnInactiveOneToo() {
        read();
        long total = 1000;
        store.recorder()
                .record(Observation.of(CLUSTER, Instant.now())
                        .withStorages(
                                List.of(
                                        storage("backup", "pve1", true, "available"),
                                        storage("backup", "pve2", true, "available"),
                                        storage("local", "pve1", false, "unknown")),
                                List.of(
                                        new StorageGauges("backup", "pve1", Optional.of(960L), Optional.of(total)),
                                        new StorageGauges("backup", "pve2", Optional.of(960L), Optional.of(total)))));

        assertThat(look(Area.STORAGE).problems())
                .extracting(Problem::severity, Problem::subject)
                .containsExactlyInAnyOrder(tuple(Severity.CRITICAL, "backup"), tuple(Severity.CRITICAL, "local@pve1"));
    }

    private static Storage storage(String name, String node, boolean shared, String status) {
        return new Storage(name, node, Optional.of("nfs"), List.of("iso"), shared, status);
    }

    @Test
    void aDiskWhoseSmartFailsIsCriticalAndUnreadDisksAreSaid() {
        sync.cycle();
        Findings early = look(Area.DISK);
        read();

        assertThat(look(Area.DISK).unchecked()).isEmpty();
        assertThat(look(Area.DISK).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.subject()).isEqualTo("pve2 /dev/sdd");
            assertThat(problem.evidence()).isEqualTo("SMART FAILED, 3 % life left, used as ceph");
            assertThat(problem.severity()).isEqualTo(Severity.CRITICAL);
        });
        assertThat(early.unchecked()).singleElement().asString().startsWith("disks of ");
    }

    @Test
    void guestsWithoutABackupAreCountedInOneProblem() {
        read();

        assertThat(look(Area.BACKUP).unchecked()).isEmpty();
        assertThat(look(Area.BACKUP).problems())
                .anySatisfy(problem -> {
                    assertThat(problem.subject()).isEqualTo("2 guests without any backup");
                    assertThat(problem.evidence()).contains("105 monitoring");
                })
                .anySatisfy(problem -> {
                    assertThat(problem.subject()).isEqualTo("1 guest with an old backup only");
                    assertThat(problem.evidence()).contains("103 mail");
                })
                .hasSize(2);
    }

    @Test
    void withoutTheRightToSeeBackupsNothingIsClaimedOfThem() {
        api.close();
        follow(TokenLevel.AUDIT);
        read();

        assertThat(look(Area.BACKUP)).isEqualTo(Findings.unchecked("backups on backup"));
    }

    @Test
    void aLockThatNoTaskHoldsAndPendingChangesAreSeen() {
        read();

        assertThat(look(Area.GUEST).unchecked()).isEmpty();
        assertThat(look(Area.GUEST).problems())
                .extracting(Problem::subject, Problem::severity, Problem::evidence)
                .containsExactly(
                        tuple("106 vault", Severity.WARNING, "locked: backup, no task of it runs"),
                        tuple(
                                "4 guests should start with the node (onboot) and do not run",
                                Severity.WARNING,
                                "106 vault, 107 app01, 110 legacy, 111 vpn"),
                        tuple("1 name shared by several guests", Severity.INFO, "app01 (107 108)"),
                        tuple("104 git", Severity.INFO, "changes wait for the next start: cores, memory"));
    }

    @Test
    void guestsThatHaDoesNotKeepAreToldWhereItKeepsOthers() {
        read();
        List<String> before =
                look(Area.GUEST).problems().stream().map(Problem::subject).toList();
        demo.world().manage(101, "started", "");
        read();

        assertThat(before).noneMatch(subject -> subject.contains("without HA"));
        assertThat(look(Area.GUEST).problems())
                .filteredOn(problem -> problem.subject().contains("without HA"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.severity()).isEqualTo(Severity.INFO);
                    assertThat(problem.evidence()).contains("100 web01").doesNotContain("101 db01");
                });
    }

    @Test
    void aNodeWhoseGuestsTheOthersCannotCarryIsTold() {
        read();
        Findings before = look(Area.CAPACITY);
        Guest web = store.guests().get(CLUSTER, 100, Moment.now()).orElseThrow().guest();
        store.recorder()
                .record(Observation.of(CLUSTER, Instant.now())
                        .withGuests(
                                List.of(new Guest(
                                        web.vmid(),
                                        web.kind(),
                                        web.name(),
                                        web.node(),
                                        "running",
                                        web.template(),
                                        web.tags(),
                                        web.pool(),
                                        web.lock(),
                                        web.cpus(),
                                        Optional.of(1L << 50),
                                        web.haState())),
                                List.of()));

        assertThat(before).isEqualTo(Findings.of(List.of()));
        assertThat(look(Area.CAPACITY).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.subject()).isEqualTo("the loss of " + web.node());
            assertThat(problem.evidence()).contains("1 would not fit (100 web01)");
        });
    }

    @Test
    void allAreNamedWhereOneAreaIsAskedAboutAndHowIsSaidElsewhere() {
        for (int vmid = 600; vmid < 612; vmid++) {
            demo.world().createVm(vmid, "pve1", "new" + vmid);
        }
        read();
        String all = neverSaved(Checks.look(reading(Moment.now()), Optional.empty()));

        assertThat(all).contains(" more (area=backup names all)").doesNotContain("611 new611");
        assertThat(neverSaved(look(Area.BACKUP)))
                .contains("600 new600", "611 new611")
                .doesNotContain(" more");
    }

    private static String neverSaved(Findings findings) {
        return findings.problems().stream()
                .filter(problem -> problem.subject().endsWith("without any backup"))
                .map(Problem::evidence)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aReplicationJobThatFailsIsAWarning() {
        Findings unread = look(Area.REPLICATION);
        read();
        record(Listing.of(
                ReplicationState.class,
                List.of(new ReplicationState("100-0", true, Optional.of("no space left"))),
                true));

        assertThat(unread.unchecked()).containsExactly("the state of replication");
        assertThat(look(Area.REPLICATION).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.evidence()).isEqualTo("«no space left»"));
    }

    @Test
    void aTaskThatFailedIsToldWithItsErrorAndWhetherItWentWellSince() {
        read();

        assertThat(look(Area.TASK).problems()).anySatisfy(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.WARNING);
            assertThat(problem.subject()).startsWith("qmstart 111 on ");
            assertThat(problem.evidence()).contains("start failed: QEMU exited with code 1");
            assertThat(problem.next()).startsWith("get_task_status task=UPID:");
        });
    }

    @Test
    void oldSnapshotsOfGuestsAreOneProblem() {
        read();

        assertThat(look(Area.SNAPSHOT).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.subject()).isEqualTo("2 snapshots older than 30 days");
            assertThat(problem.evidence()).isEqualTo("100 web01: before-upgrade, 101 db01: schema-v7");
            assertThat(problem.since()).contains(Instant.parse("2026-09-03T06:30:00Z"));
        });
    }

    @Test
    void aCertificateThatEndsSoonIsAWarningAndAnExpiredOneCritical() {
        read();
        assertThat(look(Area.CERTIFICATE)).isEqualTo(Findings.of(List.of()));
        record(Listing.ofNode(
                NodeCertificate.class,
                "pve1",
                List.of(certificate(Duration.ofDays(5)), certificate("old.pem", Duration.ofDays(-1))),
                true));

        assertThat(look(Area.CERTIFICATE).problems())
                .extracting(Problem::subject, Problem::severity)
                .containsExactly(tuple("pve1 old.pem", Severity.CRITICAL), tuple("pve1 pve-ssl.pem", Severity.WARNING));
    }

    private static NodeCertificate certificate(Duration left) {
        return certificate("pve-ssl.pem", left);
    }

    private static NodeCertificate certificate(String name, Duration left) {
        return new NodeCertificate(
                "pve1",
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.now().plus(left)));
    }

    @Test
    void pendingUpdatesAreOneProblemForAllNodes() {
        read();

        assertThat(look(Area.UPDATE).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.evidence())
                        .isEqualTo("pve1: 3 packages, pve2: 3 packages, pve3: 3 packages"));
    }

    @Test
    void guestsThatAreBoundToTheirNodeAreToldByReason() {
        demo.world().setConfig(102, "mp0", "local-lvm:vm-102-disk-9,mp=/data,size=1G");
        demo.world().setConfig(104, "ide2", "local:iso/debian.iso,media=cdrom");
        read();

        List<Problem> problems = look(Area.MIGRATION).problems();
        assertThat(look(Area.MIGRATION).unchecked()).isEmpty();
        assertThat(problems)
                .anySatisfy(problem -> {
                    assertThat(problem.subject()).endsWith("hardware of their node is passed through");
                    assertThat(problem.evidence()).contains("110 legacy");
                })
                .anySatisfy(problem -> {
                    assertThat(problem.subject()).endsWith("an ISO image on their node is attached");
                    assertThat(problem.evidence()).isEqualTo("104 git");
                })
                .anySatisfy(problem -> {
                    assertThat(problem.subject()).endsWith("disks on storage of their node only");
                    assertThat(problem.evidence()).contains("102 dns");
                });
    }

    @Test
    void theWorstComesFirstAndAMomentInThePastIsAnsweredFromMemory() {
        read();
        Instant then = Instant.now();
        store.recorder()
                .record(Observation.of(CLUSTER, then.plusSeconds(1))
                        .withInventory(Inventory.of(Listing.ofNode(
                                NodeService.class,
                                "pve1",
                                List.of(new NodeService("pve1", "pvestatd", "dead")),
                                true))));

        Findings now = Checks.look(reading(Moment.now()), Optional.empty());
        Findings before = Checks.look(reading(Moment.at(then)), Optional.empty());

        assertThat(now.problems()).isSortedAccordingTo((a, b) -> a.severity().compareTo(b.severity()));
        assertThat(now.problems()).extracting(Problem::subject).contains("pve1 pvestatd");
        assertThat(before.problems())
                .extracting(Problem::subject)
                .contains("pve2 /dev/sdd")
                .doesNotContain("pve1 pvestatd");
        assertThat(before.unchecked())
                .containsExactlyInAnyOrder(
                        "how full storages were then",
                        "pending changes of guests: known for the present only",
                        "whether the other nodes could carry a lost one's guests then");
    }
}
