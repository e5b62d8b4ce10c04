package io.github.proxmoxmcp.server.backups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.Node;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.backups.BackupReport.Line;
import io.github.proxmoxmcp.server.backups.BackupReport.Verdict;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What archives prove, and what they only seem to. The cluster itself cannot be reached here.
class BackupReportTest {

    private static final Instant BEGINNING = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-21T02:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final long SIZE = 4L << 30;

    private Store store;
    private Proxmox api;
    private Synchronizer sync;

    @BeforeEach
    void start(@TempDir Path folder) {
        store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), InstantSource.fixed(NOW));
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
                InstantSource.fixed(NOW),
                "test");
        store.recorder()
                .record(Observation.of("demo", BEGINNING)
                        .withNodes(List.of(node()), List.of())
                        .withGuests(List.of(guest(101, "web"), guest(173, "mail")), List.of())
                        .withStorages(List.of(pbs()), List.of())
                        .withInventory(Inventory.of(
                                Listing.of(StorageDefinition.class, List.of(defined("pbs", true)), true))));
    }

    @AfterEach
    void stop() {
        sync.close();
        api.close();
        store.close();
    }

    @Test
    void anArchiveThatFailedItsVerificationIsNotFresh() {
        archives(archive(101, NIGHT, SIZE, "web", "failed"), archive(101, NIGHT.minusSeconds(3600), SIZE, "web", "ok"));

        Line line = line(101);

        assertThat(line.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(line.remark()).contains("verification of the newest failed");
    }

    @Test
    void anArchiveOfAnotherClusterUnderTheSameVmidIsNotFresh() {
        archives(archive(173, NIGHT, SIZE, "db", "ok"), archive(101, NIGHT, SIZE, "web", "ok"));

        assertThat(line(173).verdict()).isEqualTo(Verdict.DOUBTFUL);
        assertThat(line(173).remark().orElseThrow()).contains("notes name 'db'").contains("another cluster's");
        assertThat(line(101).verdict()).isEqualTo(Verdict.FRESH);
    }

    @Test
    void whereStoragesAreSharedWithAnotherClusterAnArchiveMustBeProven() {
        archives(archive(173, NIGHT, SIZE, "db", "ok"), archive(101, NIGHT, SIZE, "", "ok"));
        Verdict unproven = line(101).verdict();
        store.recorder().record(Observation.of("demo", NOW).withTasks(List.of(vzdump(""))));

        assertThat(unproven).isEqualTo(Verdict.DOUBTFUL);
        assertThat(line(101).verdict()).isEqualTo(Verdict.FRESH);
    }

    @Test
    void notesThatAreNoNameOrThatSeveralGuestsHaveProveNothing() {
        archives(archive(173, NIGHT, SIZE, "nightly", "ok"), archive(101, NIGHT, SIZE, "nightly", "ok"));
        Verdict constant = line(173).verdict();
        archives(archive(173, NIGHT, SIZE, "before the upgrade", "ok"), archive(101, NIGHT, SIZE, "", "ok"));

        assertThat(constant).isEqualTo(Verdict.FRESH);
        assertThat(line(173).verdict()).isEqualTo(Verdict.FRESH);
    }

    @Test
    void anArchiveThatATaskOfThisClusterMadeIsItsOwnWhateverItsNotesSay() {
        archives(archive(173, NIGHT, SIZE, "before-upgrade", "ok"));
        store.recorder().record(Observation.of("demo", NOW).withTasks(List.of(vzdump("173"))));

        assertThat(line(173).verdict()).isEqualTo(Verdict.FRESH);
    }

    @Test
    void anArchiveUnderAFormerNameIsItsOwn() {
        store.recorder()
                .record(Observation.of("demo", BEGINNING.plusSeconds(60))
                        .withGuests(List.of(guest(173, "post")), List.of()));
        archives(archive(173, NIGHT, SIZE, "mail", "ok"));

        assertThat(line(173).verdict()).isEqualTo(Verdict.FRESH);
    }

    @Test
    void anArchiveThatIsOlderThanTheGuestIsNotItsOwn() {
        Instant made = NIGHT.plusSeconds(600);
        store.recorder()
                .record(Observation.of("demo", made.plusSeconds(5))
                        .withGuests(List.of(guest(200, "new")), List.of())
                        .withConfigs(List.of(new GuestConfig(
                                200,
                                "d",
                                new TreeMap<>(Map.of(
                                        "name",
                                        "new",
                                        "meta",
                                        "creation-qemu=10.1.2,ctime=" + made.getEpochSecond()))))));
        archives(archive(200, NIGHT, SIZE, "", "ok"));

        assertThat(line(200).verdict()).isEqualTo(Verdict.DOUBTFUL);
        assertThat(line(200).remark().orElseThrow()).contains("older than this guest");
    }

    /// On the first day of a memory every guest is younger there than its archives.
    @Test
    void howOldGuestsAreIsKnownOfManyToo() {
        Instant made = NIGHT.plusSeconds(600);
        List<Guest> guests = IntStream.range(300, 400)
                .mapToObj(vmid -> guest(vmid, "many" + vmid))
                .toList();
        store.recorder()
                .record(Observation.of("demo", made.plusSeconds(5))
                        .withGuests(guests, List.of())
                        .withConfigs(guests.stream()
                                .map(guest -> new GuestConfig(
                                        guest.vmid(),
                                        "d",
                                        new TreeMap<>(
                                                Map.of("meta", "creation-qemu=10.1.2,ctime=" + made.getEpochSecond()))))
                                .toList()));
        archives(guests.stream()
                .map(guest -> archive(guest.vmid(), NIGHT, SIZE, "", "ok"))
                .toArray(Backup[]::new));

        assertThat(report().lines())
                .filteredOn(line -> line.guest().vmid() >= 300)
                .hasSize(100)
                .allMatch(line -> line.verdict() == Verdict.DOUBTFUL);
    }

    @Test
    void anArchiveOfAFewBytesIsSuspicious() {
        archives(
                archive(101, NIGHT, 8192, "web", "ok"),
                archive(173, NIGHT, SIZE / 50, "mail", "ok"),
                archive(173, BEGINNING, SIZE, "mail", "ok"));

        assertThat(line(101).remark()).contains("suspiciously small: 8192 bytes");
        assertThat(line(173).remark()).contains("suspiciously small: 2 % of the archive before it");
    }

    @Test
    void aGuestWithoutArchiveIsUnknownWhereADisabledStorageMayHaveOne() {
        archives();
        Verdict before = line(101).verdict();
        store.recorder()
                .record(Observation.of("demo", BEGINNING.plusSeconds(5))
                        .withInventory(Inventory.of(Listing.of(
                                StorageDefinition.class, List.of(defined("old", false), defined("pbs", true)), true))));

        assertThat(before).isEqualTo(Verdict.NEVER);
        assertThat(line(101).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(report().disabled()).containsExactly("old");
    }

    @Test
    void whyNoJobSavesAGuestIsSaid() {
        store.recorder()
                .record(Observation.of("demo", BEGINNING.plusSeconds(5))
                        .withInventory(Inventory.of(Listing.of(
                                BackupJob.class,
                                List.of(job("nightly", true, "all", "101"), job("weekly", false, "101", "")),
                                true))));
        archives();

        assertThat(line(101).jobs()).isEmpty();
        assertThat(line(101).unscheduled()).contains("excluded from job nightly, job weekly is disabled");
        assertThat(line(173).jobs()).containsExactly("nightly");
    }

    private static BackupJob job(String id, boolean enabled, String selection, String excluded) {
        return new BackupJob(
                id,
                enabled,
                "02:00",
                Optional.of("pbs"),
                Optional.empty(),
                selection,
                Optional.of(excluded).filter(text -> !text.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Task vzdump(String target) {
        return new Task(
                "UPID:pve1:0003A2B1:00000001:6A000000:vzdump:" + target + ":root@pam:",
                "pve1",
                "vzdump",
                Optional.of(target).filter(text -> !text.isEmpty()),
                "root@pam",
                NIGHT.minusSeconds(1),
                Optional.of(NIGHT.plusSeconds(60)),
                Optional.of("OK"));
    }

    private void archives(Backup... all) {
        store.recorder()
                .record(Observation.of("demo", NOW.minusSeconds(1))
                        .withInventory(
                                Inventory.of(new Listing<>(Backup.class, List.of("pbs", ""), List.of(all), true))));
    }

    private static Backup archive(int vmid, Instant at, long size, String notes, String verification) {
        return new Backup(
                "pbs",
                Optional.empty(),
                "pbs:backup/vm/" + vmid + "/" + at,
                Optional.of(vmid),
                Optional.of(GuestKind.VM),
                at,
                Optional.of(size),
                Optional.of("pbs-vm"),
                Optional.of(notes).filter(text -> !text.isEmpty()),
                false,
                Optional.of(verification));
    }

    private static Node node() {
        return new Node("pve1", "online", Optional.empty(), Optional.of(8), Optional.of(1L << 30));
    }

    private static Storage pbs() {
        return new Storage("pbs", "pve1", Optional.of("pbs"), List.of("backup"), true, "available");
    }

    private static StorageDefinition defined(String name, boolean enabled) {
        return new StorageDefinition(
                name,
                "pbs",
                List.of("backup"),
                List.of(),
                true,
                enabled,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Guest guest(int vmid, String name) {
        return new Guest(
                vmid,
                GuestKind.VM,
                Optional.of(name),
                "pve1",
                "running",
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Line line(int vmid) {
        return report().lines().stream()
                .filter(line -> line.guest().vmid() == vmid)
                .findFirst()
                .orElseThrow();
    }

    private BackupReport report() {
        Reading reading = new Reading(
                new Cluster("demo", api, sync, "root@pam!t"), store, Moment.now(), sync.known(Duration.ZERO), NOW);
        return BackupReport.of(reading, NOW, Optional.empty());
    }
}
