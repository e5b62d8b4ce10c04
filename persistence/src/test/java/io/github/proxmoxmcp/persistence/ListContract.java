package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.backup;
import static io.github.proxmoxmcp.persistence.Examples.config;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.done;
import static io.github.proxmoxmcp.persistence.Examples.node;
import static io.github.proxmoxmcp.persistence.Examples.storage;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static io.github.proxmoxmcp.persistence.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.Change.Altered;
import io.github.proxmoxmcp.persistence.Change.Appeared;
import io.github.proxmoxmcp.persistence.Change.Vanished;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Thing;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What must be remembered of lists beside guests and nodes, and told of in the view of changes.
abstract class ListContract extends StoreFixture {

    private List<Change> read(int n, Listing<?>... listings) {
        return record(Observation.of(LAB, cycle(n)).withInventory(Inventory.of(listings)));
    }

    private static Listing<Backup> backups(boolean proof, Backup... all) {
        return new Listing<>(Backup.class, List.of("pbs", ""), List.of(all), proof);
    }

    @Test
    void tellsArchivesThatComeGoAndChangeButNotTheFirstReading() {
        List<Change> first = read(0, backups(true, backup("a", false), backup("b", false)));
        List<Change> same = read(1, backups(true, backup("b", false), backup("a", false)));
        List<Change> changes = read(2, backups(true, backup("b", true), backup("c", false)));

        assertThat(first).isEmpty();
        assertThat(same).isEmpty();
        assertThat(changes).hasSize(3);
        assertThat(changes.get(0)).isInstanceOf(Vanished.class);
        assertThat(((Altered) changes.get(1)).fields())
                .containsExactly(changed(cycle(2), "protected", Optional.of("false"), Optional.of("true")));
        assertThat(changes.get(2))
                .isEqualTo(new Appeared(
                        cycle(2),
                        Optional.empty(),
                        new Thing(Kind.BACKUP, "pbs:backup/c", Optional.empty()),
                        "",
                        Optional.empty()));
        assertThat(store.history().diff(LAB, cycle(1), cycle(2))).isEqualTo(changes);
        assertThat(store.history().diff(LAB, cycle(-1), cycle(1))).isEmpty();
    }

    @Test
    void doesNotTakeAShorterListForDeletionUnlessItIsProof() {
        read(0, backups(true, backup("a", false), backup("b", false)));

        List<Change> changes = read(1, backups(false, backup("a", false)));

        assertThat(changes).isEmpty();
        assertThat(rows("select volume, unknown_since from backups order by volume"))
                .containsExactly(
                        Arrays.asList("pbs:backup/a", null), List.of("pbs:backup/b", "2026-11-20T10:00:10.000Z"));
    }

    @Test
    void keepsListsOfDifferentStoragesAndNodesApart() {
        read(
                0,
                backups(true, backup("a", false)),
                Listing.ofNode(
                        NodeService.class, "pve1", List.of(new NodeService("pve1", "pvestatd", "running")), true),
                Listing.ofNode(
                        NodeService.class, "pve2", List.of(new NodeService("pve2", "pvestatd", "running")), true));

        List<Change> changes = read(
                1,
                new Listing<Backup>(Backup.class, List.of("local", "pve1"), List.of(), true),
                Listing.ofNode(NodeService.class, "pve2", List.of(new NodeService("pve2", "pvestatd", "dead")), true));

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.thing()).isEqualTo(new Thing(Kind.NODE, "pve2", Optional.empty()));
            assertThat(((Altered) change).fields())
                    .containsExactly(
                            changed(cycle(1), "service.pvestatd", Optional.of("running"), Optional.of("dead")));
        });
        assertThat(rows("select volume from backups")).hasSize(1);
    }

    @Test
    void showsEveryListInItsView() {
        record(Observation.of(LAB, cycle(0)).withInventory(InventoryExamples.all()));

        assertThat(rows("select volume, vmid, protected, size_bytes from backups"))
                .containsExactly(List.of("pbs:backup/a", 100L, true, 1000L));
        assertThat(rows("select name, nodes, enabled from storage_definitions"))
                .containsExactly(List.of("nfs", "pve1;pve2", true));
        assertThat(rows("select pool, member, type from pool_members order by member"))
                .containsExactly(List.of("prod", "100", "guest"), List.of("prod", "nfs", "storage"));
        assertThat(rows("select name, comment from pools")).containsExactly(List.of("prod", "ours"));
        assertThat(rows("select sid, vmid, max_relocate from ha_resources"))
                .containsExactly(List.of("vm:100", 100L, 2L));
        assertThat(rows("select id, rate_mbytes from replication_jobs")).containsExactly(List.of("100-0", 10.5));
        assertThat(rows("select id, excluded, schedule from backup_jobs"))
                .containsExactly(List.of("nightly", "101", "01:00"));
        assertThat(rows("select key, value from cluster_options")).containsExactly(List.of("keyboard", "de"));
        assertThat(rows("select name, ports, active from node_networks"))
                .containsExactly(List.of("vmbr0", "eno1", true));
        assertThat(rows("select package, installed from node_updates"))
                .containsExactly(List.of("pve-manager", "9.2.4"));
        assertThat(rows("select name, health, life_left_percent from node_disks"))
                .containsExactly(List.of("/dev/sda", "FAILED", 3L));
        assertThat(rows("select name, issuer, expires_at from node_certificates"))
                .containsExactly(List.of("pve-ssl.pem", "/CN=CA", "2026-11-20T10:00:00.000Z"));
        assertThat(rows("select id, failing, error from replication_states"))
                .containsExactly(List.of("100-0", true, "no space left"));
    }

    @Test
    void givesEveryListBackAsItWasRead() {
        record(Observation.of(LAB, cycle(0)).withInventory(InventoryExamples.all()));

        assertThat(InventoryExamples.all().listings())
                .<Class<?>>extracting(Listing::type)
                .as("an example of every kind")
                .containsExactlyInAnyOrderElementsOf(InventoryKind.all().stream()
                        .<Class<?>>map(InventoryKind::type)
                        .toList());
        assertThat(InventoryExamples.all().listings()).allSatisfy(this::isGivenBack);
    }

    private <T extends Record> void isGivenBack(Listing<T> read) {
        assertThat(store.inventory().list(read.type(), LAB, Moment.now()))
                .extracting(InventoryStore.Known::thing)
                .containsExactlyElementsOf(read.all());
        assertThat(store.inventory().list(read.type(), LAB, Moment.at(cycle(-1))))
                .isEmpty();
    }

    @Test
    void tellsWhetherAListWasReadAsAWhole() {
        read(1, backups(true, backup("a", false)));
        InventoryStore.Reading whole = store.inventory().readings(LAB).getFirst();
        read(2, backups(false));
        InventoryStore.Reading partial = store.inventory().readings(LAB).getFirst();

        assertThat(whole.tells(Moment.now())).isTrue();
        assertThat(partial.tells(Moment.now())).isFalse();
        assertThat(partial.wholeAt()).contains(cycle(1));
        assertThat(partial.tells(Moment.at(cycle(1)))).isTrue();
        assertThat(partial.tells(Moment.at(cycle(0)))).isFalse();
    }

    @Test
    void endsANodeAndWhatBelongsToIt() {
        record(Observation.of(LAB, cycle(0))
                .withNodes(List.of(node("pve1"), node("pve2")), List.of())
                .withStorages(List.of(storage("local", "pve1"), storage("local", "pve2")), List.of())
                .withInventory(Inventory.of(Listing.ofNode(
                        NodeService.class, "pve2", List.of(new NodeService("pve2", "ssh", "running")), true))));

        List<Change> changes = record(Observation.of(LAB, cycle(1))
                .withComplete(Set.of(Kind.NODE, Kind.STORAGE))
                .withNodes(List.of(node("pve1")), List.of())
                .withStorages(List.of(storage("local", "pve1")), List.of())
                .withInventory(new Inventory(List.of(), Set.of("pve2"), Set.of())));

        assertThat(changes)
                .containsExactly(
                        new Vanished(
                                cycle(1),
                                Optional.empty(),
                                new Thing(Kind.NODE, "pve2", Optional.empty()),
                                "pve2",
                                Optional.empty()),
                        new Vanished(
                                cycle(1),
                                Optional.empty(),
                                new Thing(Kind.STORAGE, "local@pve2", Optional.empty()),
                                "pve2",
                                Optional.empty()));
        assertThat(rows("select name from node_services")).isEmpty();
        assertThat(store.nodes().list(LAB, Moment.now())).hasSize(1);
        assertThat(store.nodes().list(LAB, Moment.at(cycle(0)))).hasSize(2);
    }

    @Test
    void endsAStorageOnANode() {
        record(Observation.of(LAB, cycle(0))
                .withStorages(List.of(storage("local", "pve1"), storage("local", "pve2")), List.of()));

        List<Change> changes = record(
                Observation.of(LAB, cycle(1)).withInventory(new Inventory(List.of(), Set.of(), Set.of("local@pve2"))));

        assertThat(changes).singleElement().isInstanceOf(Vanished.class);
        assertThat(store.storages().list(LAB, Moment.now())).hasSize(1);
    }

    @Test
    void showsChangesAsRows() {
        Task stop = done("qmstop", 100, cycle(0).plusSeconds(3));
        record(guestsAt(0, vm(100, "web01"))
                .withConfigs(List.of(config(100, "d", Map.of("cores", "2", "onboot", "1")))));
        record(guestsAt(1, with(vm(100, "web01"), "stopped")).withTasks(List.of(stop)));
        record(Observation.of(LAB, cycle(2)).withConfigs(List.of(config(100, "d2", Map.of("cores", "4")))));
        record(Observation.of(LAB, cycle(3)).withGone(Set.of(100)));

        List<Object> rows =
                rows("select event, field, before, after, user from changes where vmid = 100 order by at, field");

        assertThat(rows)
                .containsExactly(
                        List.of("altered", "status", "running", "stopped", "root@pam"),
                        Arrays.asList("altered", "config.cores", "2", "4", null),
                        Arrays.asList("altered", "config.onboot", "1", null, null),
                        Arrays.asList("vanished", null, null, null, null));
        assertThat(rows("select event from changes where at > '2026-11-20T10:00:15'"))
                .hasSize(3);
        assertThat(store.queries()
                        .run(LAB, "select event from changes", Moment.at(cycle(1)), limits())
                        .rows())
                .hasSize(1);
    }

    private List<Object> rows(String sql) {
        return List.copyOf(store.queries().run(LAB, sql, Moment.now(), limits()).rows());
    }

    private static QueryStore.Limits limits() {
        return new QueryStore.Limits(100, Duration.ofSeconds(20));
    }
}
