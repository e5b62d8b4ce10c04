package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.sync.FollowedCluster.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What no recorded timeline shows, played on the demo cluster: exactly what the memory must make of it, whether it is
/// asked for fresh answers all the time or follows at its own pace.
class StoriesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TEN = Duration.ofSeconds(10);

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeMemory() {
        FollowedCluster.makeMemory(shared);
    }

    /// Three nodes and twelve guests, whose rows are torn.
    private FollowedCluster cluster() {
        return new FollowedCluster(
                new DemoSettings(3, 12, 1).withLag(true),
                Duration.ZERO,
                TokenLevel.FULL,
                FollowedCluster.copy(shared, folder),
                UnaryOperator.identity());
    }

    @Test
    void aLookAtAClusterThatDidNotChangeIsThreeCallsWhateverItsSize() {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().traffic().take();
            cluster.look(Way.SCHEDULED);

            // Guests and nodes may still be asked beside, for what was not read yet.
            assertThat(cluster.demo().traffic().take().calls().entrySet())
                    .filteredOn(call -> call.getKey().startsWith("GET /api2/json/cluster/"))
                    .containsOnly(
                            Map.entry("GET /api2/json/cluster/resources", 1),
                            Map.entry("GET /api2/json/cluster/status", 1),
                            Map.entry("GET /api2/json/cluster/tasks", 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aManagedGuestOfADeadNodeMovesAndIsStartedElsewhere(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().manage(101, "started", "");
            cluster.looks(way, 2, TEN);
            cluster.demo().faults().nodeDown("pve2");
            cluster.looks(way, 2, TEN);
            cluster.pass(Duration.ofSeconds(70));
            cluster.looks(way, 6, TEN);
            cluster.demo().faults().nodeUp("pve2");
            cluster.looks(way, 5, TEN);

            // No task tells who moved it: the cluster's manager has none.
            assertThat(cluster.recorded())
                    .containsExactly(
                            "t=20 guest 101 (db01) ha_state: none -> started",
                            "t=20 ha_resource vm:101 appeared on ",
                            "t=50 node pve2 status: online -> offline",
                            "t=160 guest 101 (db01) moved pve2 -> pve1",
                            "t=170 guest 101 (db01) status: running -> stopped",
                            "t=180 guest 101 (db01) status: stopped -> running  <- qmstart by root@pam",
                            "t=190 node pve2 status: offline -> online",
                            "t=210 guest 104 (git) cpus: 2.0 -> 4.0  <- qmstart by root@pam",
                            "t=210 guest 104 (git) memory_bytes: 4294967296 -> 8589934592  <- qmstart by root@pam",
                            "t=210 guest 107 (app01) status: stopped -> running  <- qmstart by root@pam",
                            "t=210 guest 110 (legacy) status: stopped -> running  <- qmstart by root@pam");
        }
    }

    /// While they boot, nodes know of their guests but not their names; then what a crashed backup locked is unlocked,
    /// and those with `onboot` start.
    @ParameterizedTest
    @EnumSource
    void aWholeClusterThatStartsAnewInventsNothing(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().start(108);
            cluster.looks(way, 2, TEN);
            Stream.of("pve1", "pve2", "pve3").forEach(cluster.demo().faults()::nodeDown);
            cluster.looks(way, 2, TEN);
            cluster.pass(Duration.ofMinutes(6));
            for (String node : List.of("pve3", "pve1", "pve2")) {
                cluster.demo().faults().nodeUp(node);
                cluster.look(way, Duration.ofSeconds(5));
            }
            cluster.looks(way, 5, TEN);

            assertThat(cluster.recorded())
                    .containsExactly(
                            "t=30 guest 108 (app01) status: stopped -> running  <- qmstart by root@pam",
                            "t=420 cluster demo quorate: true -> false",
                            "t=420 node pve1 status: online -> offline",
                            "t=420 node pve2 status: online -> offline",
                            "t=445 cluster demo quorate: false -> true",
                            "t=445 node pve1 status: offline -> online",
                            "t=445 node pve2 status: offline -> online",
                            "t=445 guest 106 (vault) status: stopped -> running  <- qmstart by root@pam",
                            "t=445 guest 106 (vault) lock: backup -> none",
                            "t=445 guest 108 (app01) status: running -> stopped",
                            "t=455 guest 104 (git) cpus: 2.0 -> 4.0  <- qmstart by root@pam",
                            "t=455 guest 104 (git) memory_bytes: 4294967296 -> 8589934592  <- qmstart by root@pam",
                            "t=455 guest 107 (app01) status: stopped -> running  <- qmstart by root@pam",
                            "t=455 guest 110 (legacy) status: stopped -> running  <- qmstart by root@pam");
        }
    }

    /// The task of a clone names its source only; its log says which guest it makes.
    @ParameterizedTest
    @EnumSource
    void clonesMadeSideBySideEachHaveTheirOwnTask(Way way) {
        try (FollowedCluster cluster = cluster()) {
            Map<Integer, String> tasks = new TreeMap<>();
            tasks.put(203, cluster.demo().world().clone(104, 203, "third"));
            tasks.put(201, cluster.demo().world().clone(100, 201, "first"));
            tasks.put(202, cluster.demo().world().clone(104, 202, "second"));
            cluster.looks(way, 8, TEN);

            Map<Integer, String> causes = new TreeMap<>();
            cluster.changes()
                    .filter(Change.Appeared.class::isInstance)
                    .map(Change.Appeared.class::cast)
                    .filter(change -> change.thing().kind() == Kind.GUEST)
                    .forEach(change -> causes.put(
                            Integer.parseInt(change.thing().id()),
                            change.cause().map(Cause::upid).orElse("unknown")));
            assertThat(causes).isEqualTo(tasks);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMachineThatMovesLiveIsTheSameOneAllTheTime(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().migrate(100, "pve2");
            cluster.looks(way, 15, SECOND);
            cluster.demo().world().migrate(100, "pve1");
            cluster.pass(Duration.ofSeconds(30));
            cluster.looks(way, 3, TEN);

            assertThat(cluster.recorded())
                    .containsExactly(
                            "t=31 guest 100 (web01) moved pve1 -> pve2  <- qmigrate by root@pam",
                            "t=65 guest 100 (web01) moved pve2 -> pve1  <- qmigrate by root@pam");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVmidUsedAgainByTheOtherKindIsAnotherGuest(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().createVm(700, "pve1", "first");
            cluster.looks(way, 3, TEN);
            cluster.demo().world().removeGuest(700);
            cluster.pass(SECOND);
            cluster.demo().world().create(GuestType.LXC, 700, "pve2", Map.of("hostname", "second", "memory", "256"));
            cluster.pass(SECOND);
            cluster.looks(way, 3, TEN);
            cluster.demo().world().removeGuest(700);
            cluster.pass(SECOND);
            cluster.looks(way, 2, TEN);
            cluster.demo().world().createVm(700, "pve3", "third");
            cluster.looks(way, 12, SECOND);

            assertThat(cluster.recorded())
                    .containsExactly(
                            "t=20 guest 700 (first) appeared on pve1  <- qmcreate by root@pam",
                            "t=52 guest 700 (first) vanished from pve1  <- qmdestroy by root@pam",
                            "t=52 guest 700 (second) appeared on pve2  <- vzcreate by root@pam",
                            "t=83 guest 700 (second) vanished from pve2  <- vzdestroy by root@pam",
                            "t=103 guest 700 (third) appeared on pve3  <- qmcreate by root@pam");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackupLocksItsGuestAndACrashedOneLeavesItLocked(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().backup(100, "backup");
            cluster.looks(way, 5, SECOND);
            cluster.demo().world().mark(104, "backup");
            cluster.looks(way, 2, TEN);
            cluster.demo().world().mark(104, "");
            cluster.looks(way, 2, TEN);

            assertThat(cluster.recorded())
                    .containsExactly(
                            "t=23 backup backup:backup/vzdump-qemu-100-2026_01_01-00_00_20.vma.zst appeared on "
                                    + "  <- vzdump by root@pam",
                            "t=25 guest 104 (git) lock: none -> backup",
                            "t=45 guest 104 (git) lock: backup -> none");
        }
    }

    /// Its first row has neither name nor sizes, and the next rows its old name.
    @ParameterizedTest
    @EnumSource
    void aGuestWithoutANameHasTheNameOfItsConfiguration(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().createVm(700, "pve1", "fresh");
            cluster.looks(way, 12, SECOND);
            cluster.demo().world().setConfig(700, "name", "renamed");
            cluster.looks(way, 12, SECOND);

            String noticed = way == Way.FRESH ? "t=32" : "t=40";
            assertThat(cluster.recorded())
                    .containsExactly(
                            "t=20 guest 700 (fresh) appeared on pve1  <- qmcreate by root@pam",
                            noticed + " guest 700 (renamed) name: fresh -> renamed  <- update by root@pam",
                            noticed + " guest 700 (renamed) config.name: fresh -> renamed  <- update by root@pam");
        }
    }

    /// Rows show for ten seconds more what was before a task.
    @ParameterizedTest
    @EnumSource
    void whatIsSaidJustAfterATaskEndedIsTrueThoughItsRowIsLate(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().setConfig(104, "memory", "6144");
            cluster.looks(way, 2, TEN);
            cluster.demo().world().shutdown(104);
            cluster.pass(Duration.ofSeconds(3));
            cluster.look(way, SECOND);
            GuestState stopped = cluster.guest(104);
            cluster.demo().world().start(104);
            cluster.pass(Duration.ofSeconds(3));
            cluster.look(way, SECOND);
            GuestState started = cluster.guest(104);
            cluster.look(way, SECOND);
            GuestState soon = cluster.guest(104);

            assertThat(stopped.guest().status()).isEqualTo("stopped");
            assertThat(List.of(started, soon)).allSatisfy(guest -> {
                assertThat(guest.guest().status()).isEqualTo("running");
                assertThat(guest.guest().memoryBytes()).contains(6144L << 20);
                assertThat(guest.gauges().orElseThrow().uptimeSeconds().orElseThrow())
                        .isLessThan(10);
            });
        }
    }

    /// What is wanted of a stopped machine is not in force before a start, though that fails, puts it there.
    @ParameterizedTest
    @EnumSource
    void pendingChangesOfAStoppedMachineAreInForceFromItsNextStartOnThoughItFails(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().setConfig(108, "net0", "virtio=BC:24:11:00:01:08,bridge=vmbr9");
            cluster.demo().world().leavePending(108, Map.of("memory", "6144", "cores", "3"), List.of());
            cluster.looks(Way.FRESH, 2, TEN);
            cluster.pass(Duration.ofMinutes(2));
            cluster.looks(way, 2, TEN);
            cluster.demo().world().start(108);
            cluster.looks(way, 4, Duration.ofSeconds(5));
            cluster.pass(Duration.ofMinutes(2));
            cluster.looks(way, 2, TEN);

            assertThat(cluster.recorded())
                    .filteredOn(line -> line.contains("cpus") || line.contains("memory") || line.contains("status"))
                    .containsExactly(
                            "t=20 guest 108 (app01) config.memory: 8192 -> 6144",
                            "t=185 guest 108 (app01) cpus: 4.0 -> 3.0  <- qmstart by root@pam",
                            "t=185 guest 108 (app01) memory_bytes: 8589934592 -> 6442450944  <- qmstart by root@pam");
        }
    }

    /// A backup wakes a stopped machine for as long as it takes.
    @ParameterizedTest
    @EnumSource
    void aStoppedMachineThatIsBackedUpIsNotOneThatSomebodyStarted(Way way) {
        try (FollowedCluster cluster = cluster()) {
            // Its row shows it running for ten seconds after two seconds of backup.
            cluster.pass(Duration.ofSeconds(8));
            cluster.demo().world().backup(108, "backup");
            cluster.looks(way, 25, SECOND);
            cluster.looks(way, 3, TEN);

            assertThat(cluster.recorded())
                    .filteredOn(line -> line.contains("guest 108"))
                    .filteredOn(line -> line.contains("status"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void guestsThatAreHiddenFromTheTokenAreNotGone(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().faults().hide(TokenLevel.FULL, "/pool");
            for (int vmid = 100; vmid < 110; vmid++) {
                cluster.demo().faults().hide(TokenLevel.FULL, "/vms/" + vmid);
            }
            cluster.looks(way, 2, TEN);
            cluster.pass(Duration.ofMinutes(6));
            cluster.looks(way, 2, TEN);
            long unknown =
                    cluster.store().guests().unknown(FollowedCluster.NAME).size();
            cluster.demo().faults().restore(TokenLevel.FULL);
            cluster.looks(way, 2, TEN);

            assertThat(unknown).isEqualTo(10);
            assertThat(cluster.store().guests().unknown(FollowedCluster.NAME)).isEmpty();
            assertThat(cluster.recorded()).isEmpty();
        }
    }

    /// A node that has lost its configuration tells of every guest that there is none.
    @ParameterizedTest
    @EnumSource
    void manyGuestsThatAreMissingWithoutATaskAreKeptForFiveMinutes(Way way) {
        try (FollowedCluster cluster = cluster()) {
            List<Runnable> back = Stream.of(100, 101, 102, 103, 104, 105, 106)
                    .map(cluster.demo().world()::misplace)
                    .toList();
            SyncState missing = cluster.look(way);
            cluster.pass(Duration.ofMinutes(4));
            cluster.looks(way, 1, TEN);
            back.forEach(Runnable::run);
            cluster.looks(way, 2, TEN);

            assertThat(missing.incomplete()).anyMatch(text -> text.startsWith("many guests have been missing"));
            assertThat(cluster.recorded()).isEmpty();
        }
    }

    @Test
    void manyGuestsThatStayMissingAreGoneInTheEnd() {
        try (FollowedCluster cluster = cluster()) {
            for (int vmid = 100; vmid < 107; vmid++) {
                Runnable _ = cluster.demo().world().misplace(vmid);
            }
            cluster.looks(Way.SCHEDULED, 1, Duration.ofMinutes(6));
            cluster.look(Way.SCHEDULED);

            assertThat(cluster.recorded())
                    .hasSize(7)
                    .allMatch(line -> line.matches("t=380 guest 10\\d .* vanished from pve\\d"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatWasRemovedIsGoneWithItsGuests(Way way) {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().faults().nodeDown("pve3");
            cluster.looks(way, 3, TEN);
            cluster.demo().faults().removeNode("pve3");
            cluster.looks(way, 4, TEN);

            assertThat(cluster.recorded())
                    .containsExactly(
                            "t=30 node pve3 status: online -> offline",
                            "t=60 node pve3 vanished from pve3",
                            "t=60 guest 102 (dns) vanished from pve3",
                            "t=60 guest 105 (monitoring) vanished from pve3",
                            "t=60 guest 108 (app01) vanished from pve3",
                            "t=60 storage backup@pve3 vanished from pve3",
                            "t=60 storage ceph@pve3 vanished from pve3",
                            "t=60 storage local@pve3 vanished from pve3",
                            "t=60 storage local-lvm@pve3 vanished from pve3");
        }
    }
}
