package io.github.proxmoxmcp.server.tools.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.Node;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.EmptyStore;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No row of a view may mean that nothing was read for it; then that is said.
class UnreadViewsTest {

    private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");

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
                .record(Observation.of("demo", THEN)
                        .withNodes(List.of(node("pve1"), node("pve2")), List.of())
                        .withGuests(List.of(guest()), List.of())
                        .withInventory(Inventory.of(
                                Listing.ofNode(NodeDisk.class, "pve1", List.of(), true),
                                Listing.of(BackupJob.class, List.of(), true))));
    }

    @AfterEach
    void stop() {
        sync.close();
        api.close();
        store.close();
    }

    @Test
    void saysWhichListsOfAStatementWereNotRead() {
        assertThat(of("select * from guests g join nodes n on n.name = g.node")).isEmpty();
        assertThat(of("select count(*) from BACKUP_JOBS")).isEmpty();
        assertThat(of("select count(*) from node_disks")).containsExactly("not read yet: node_disks of pve2");
        assertThat(of("select * from backups b, pool_members m"))
                .containsExactly("not read yet: backups, pool_members");
    }

    @Test
    void saysOfHowManyGuestsTheConfigurationOrTheAddressesAreUnknown() {
        assertThat(of("select * from guest_config"))
                .containsExactly("not read yet: configuration and snapshots of guest 100");
        assertThat(of("select * from guest_addresses"))
                .containsExactly("not told by guest 100 (running; no agent, or not asked yet)");
        assertThat(of("select * from guest_pending"))
                .containsExactly("not read yet: what waits for the next start of guest 100");
    }

    @Test
    void ofThePastItSaysWhatWasNotReadBefore() {
        Moment before = Moment.at(THEN.minusSeconds(1));

        assertThat(UnreadViews.of(reading(before), "select * from backup_jobs"))
                .containsExactly("not read before that moment: backup_jobs");
        assertThat(UnreadViews.of(reading(before), "select * from guest_reports"))
                .containsExactly("what guests report (guest_addresses, guest_reports) is known for the present only");
    }

    private List<String> of(String sql) {
        return UnreadViews.of(reading(Moment.now()), sql);
    }

    private Reading reading(Moment moment) {
        return new Reading(
                new Cluster("demo", api, sync, "root@pam!t"), store, moment, sync.known(Duration.ZERO), THEN);
    }

    private static Node node(String name) {
        return new Node(name, "online", Optional.empty(), Optional.of(8), Optional.of(1L << 30));
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
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
