package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.demo.Faults;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.server.sync.FollowedCluster.Way;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong on the way to a cluster, or to the memory, is no change of the cluster; and what really changed
/// meanwhile is found as soon as all goes well again.
class FaultsTest {

    private static final DemoSettings SETTINGS = new DemoSettings(3, 12, 1, 0, Duration.ZERO, 0);

    /// Calls of a look before which a fault may begin: the three of the cycle, and some after them.
    private static final List<Integer> CALLS = List.of(1, 2, 3, 5, 12);

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeMemory() {
        FollowedCluster.makeMemory(shared);
    }

    private final FailingStore failing = new FailingStore();

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("garbage", faults -> faults.garbage(true)),
                fault("half answers", faults -> faults.truncate(true)),
                fault("empty lists", faults -> faults.blank(true)),
                fault("connections reset", faults -> faults.resetConnections(true)),
                fault("connections refused", faults -> faults.refuseConnections(true)),
                fault("token expired", faults -> faults.disableToken(TokenLevel.AUDIT)),
                fault("privilege lost", faults -> faults.revokePrivilege(TokenLevel.AUDIT, "VM.Audit")),
                fault(
                        "all privileges lost",
                        faults -> Stream.of("VM.Audit", "Sys.Audit", "Datastore.Audit")
                                .forEach(privilege -> faults.revokePrivilege(TokenLevel.AUDIT, privilege))),
                fault("node down", faults -> faults.nodeDown("pve3")));
    }

    private static Arguments fault(String name, Consumer<Faults> fault) {
        return Arguments.of(name, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aFaultThatBeginsAnywhereInALookInventsNothing(String name, Consumer<Faults> fault) {
        try (FollowedCluster cluster = cluster(TokenLevel.AUDIT, Duration.ZERO)) {
            List<String> expected = new ArrayList<>();
            String before = "app01";
            for (int call : CALLS) {
                Way way = call % 2 == 0 ? Way.FRESH : Way.SCHEDULED;
                cluster.demo()
                        .traffic()
                        .atCall(call, () -> fault.accept(cluster.demo().faults()));
                cluster.look(way);
                cluster.demo().world().setConfig(108, "name", "renamed-" + call);
                SyncState during = cluster.look(way);
                cluster.demo().faults().clear();
                SyncState after = cluster.look(way);

                expected.addAll(renamed(before, "renamed-" + call, ""));
                before = "renamed-" + call;
                assertThat(during.error().isPresent() || !during.incomplete().isEmpty())
                        .describedAs("%s is told", name)
                        .isTrue();
                assertThat(after.error()).isEmpty();
            }

            assertThat(recorded(cluster)).isEqualTo(expected);
        }
    }

    static Stream<Arguments> uses() {
        return Stream.of(Arguments.of(Way.FRESH, 3), Arguments.of(Way.SCHEDULED, 2));
    }

    /// A container that takes another one's place is told from it by its predecessor's destruction only, and who made a
    /// change by a line of the log: each is told once.
    @ParameterizedTest
    @MethodSource("uses")
    void aMemoryThatFailsAnywhereInALookCatchesUp(Way way, int step) {
        try (FollowedCluster cluster = cluster(TokenLevel.FULL, Duration.ZERO)) {
            create(cluster);
            cluster.look(way);
            List<String> expected =
                    new ArrayList<>(List.of("guest 700 (ct) appeared on pve1  <- vzcreate by root@pam"));
            String before = "app01";
            boolean failed = true;
            for (int use = 0; failed; use += step) {
                String name = "renamed-" + use;
                cluster.demo().world().removeGuest(700);
                create(cluster);
                cluster.demo().world().setConfig(108, "name", name);
                failing.failAfter(use, 3);
                cluster.look(way);
                failed = failing.mend() > use;
                cluster.look(way);

                expected.add("guest 700 (ct) vanished from pve1  <- vzdestroy by root@pam");
                expected.add("guest 700 (ct) appeared on pve1  <- vzcreate by root@pam");
                expected.addAll(renamed(before, name, "  <- update by root@pam"));
                before = name;
            }

            assertThat(recorded(cluster)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMemoryThatIsAwayForAWhileCatchesUpAndTheLogSaysItOnce(Way way) {
        try (Heard heard = Heard.of(Synchronizer.class);
                FollowedCluster cluster = cluster(TokenLevel.FULL, Duration.ZERO)) {
            failing.fail();
            cluster.looks(way, 2, Duration.ofSeconds(10));
            cluster.demo().world().setConfig(108, "name", "renamed");
            cluster.looks(way, 2, Duration.ofSeconds(10));
            failing.mend();
            cluster.looks(way, 2, Duration.ofSeconds(10));

            assertThat(recorded(cluster)).isEqualTo(renamed("app01", "renamed", "  <- update by root@pam"));
            assertThat(heard.lines())
                    .containsExactly(
                            "WARN cluster demo: cannot be followed: the database is locked",
                            "INFO cluster demo: is followed again");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLookWaitsForAnotherProcessThatWritesForAWhile(Way way) throws Exception {
        try (FollowedCluster cluster = cluster(TokenLevel.FULL, Duration.ZERO);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + FollowedCluster.file(folder));
                Statement statement = other.createStatement();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            cluster.demo().world().setConfig(108, "name", "renamed");
            statement.execute("begin immediate");
            Future<SyncState> look = threads.submit(() -> cluster.look(way));
            assertThatThrownBy(() -> look.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            statement.execute("commit");

            assertThat(look.get(60, TimeUnit.SECONDS).error()).isEmpty();
            assertThat(recorded(cluster)).isEqualTo(renamed("app01", "renamed", "  <- update by root@pam"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatFlapsChangesNoGuest(Way way) {
        try (FollowedCluster cluster = cluster(TokenLevel.FULL, Duration.ZERO)) {
            for (int round = 0; round < 3; round++) {
                cluster.demo().faults().nodeDown("pve3");
                cluster.look(way);
                cluster.demo().faults().nodeUp("pve3");
                cluster.look(way);
            }

            assertThat(cluster.recorded()).hasSize(6).allMatch(line -> line.contains("node pve3 status: "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void slowAnswersAreAsGoodAsOthers(Way way) {
        try (FollowedCluster cluster = cluster(TokenLevel.FULL, Duration.ZERO)) {
            cluster.demo().faults().slow(Duration.ofMillis(50));
            cluster.demo().world().setConfig(108, "name", "renamed");
            SyncState slow = cluster.look(way);

            assertThat(slow.error()).isEmpty();
            assertThat(recorded(cluster)).isEqualTo(renamed("app01", "renamed", "  <- update by root@pam"));
        }
    }

    /// What a task did is told by when its end was noticed, not by the cluster's clock.
    @ParameterizedTest
    @ValueSource(strings = {"P3D", "PT3M", "-PT3M", "-P3D"})
    void aClockThatIsWrongChangesNoCause(Duration skew) {
        try (FollowedCluster cluster = cluster(TokenLevel.FULL, skew)) {
            cluster.demo().world().start(108);
            cluster.looks(Way.SCHEDULED, 2, Duration.ofSeconds(10));
            cluster.demo().world().setConfig(108, "name", "renamed");
            cluster.looks(Way.SCHEDULED, 2, Duration.ofSeconds(10));
            cluster.demo().world().stop(108);
            cluster.looks(Way.SCHEDULED, 2, Duration.ofSeconds(10));

            assertThat(cluster.recorded())
                    .containsExactly(
                            "t=20 guest 108 (app01) status: stopped -> running  <- qmstart by root@pam",
                            "t=40 guest 108 (renamed) name: app01 -> renamed  <- update by root@pam",
                            "t=40 guest 108 (renamed) config.name: app01 -> renamed  <- update by root@pam",
                            "t=60 guest 108 (renamed) status: running -> stopped  <- qmstop by root@pam");
        }
    }

    /// Another process looked, and recorded what it saw, after our look had been answered.
    @ParameterizedTest
    @EnumSource
    void anAnswerThatArrivesAfterTheNextLookBeganUndoesNothing(Way way) {
        try (FollowedCluster cluster = cluster(TokenLevel.FULL, Duration.ZERO);
                Synchronizer other = cluster.another()) {
            other.cycle();
            cluster.looks(way, 2, Duration.ofSeconds(10));
            cluster.demo().traffic().before("GET /api2/json/cluster/status", () -> {
                cluster.demo().world().setConfig(108, "name", "renamed");
                cluster.demo().world().start(107);
                cluster.demo().world().createVm(701, "pve1", "late");
                cluster.pass(Duration.ofSeconds(5));
                other.cycle();
            });
            cluster.look(way);
            List<String> then = cluster.recorded();
            cluster.looks(way, 2, Duration.ofSeconds(10));

            assertThat(then)
                    .containsExactlyInAnyOrder(
                            "t=45 guest 107 (app01) status: stopped -> running  <- qmstart by root@pam",
                            "t=45 guest 108 (renamed) name: app01 -> renamed  <- update by root@pam",
                            "t=45 guest 108 (renamed) config.name: app01 -> renamed  <- update by root@pam",
                            "t=45 guest 701 (late) appeared on pve1  <- qmcreate by root@pam");
            assertThat(cluster.recorded()).isEqualTo(then);
        }
    }

    private static List<String> renamed(String before, String after, String by) {
        String change = ": " + before + " -> " + after + by;
        return List.of("guest 108 (" + after + ") name" + change, "guest 108 (" + after + ") config.name" + change);
    }

    private static void create(FollowedCluster cluster) {
        cluster.demo().world().create(GuestType.LXC, 700, "pve1", Map.of("hostname", "ct", "memory", "256"));
    }

    private FollowedCluster cluster(TokenLevel level, Duration skew) {
        return new FollowedCluster(SETTINGS, skew, level, FollowedCluster.copy(shared, folder), failing::around);
    }

    /// Without the moments, and without what becomes of a node that is switched off.
    private static List<String> recorded(FollowedCluster cluster) {
        return cluster.recorded().stream()
                .map(line -> line.replaceFirst("^t=\\d+ ", ""))
                .filter(line -> !line.startsWith("node pve3 status"))
                .toList();
    }
}
