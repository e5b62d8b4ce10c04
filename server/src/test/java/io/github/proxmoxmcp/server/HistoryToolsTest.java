package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happened, asked by a real client: guest 100 is shut down by a tool, 101 is changed behind its back.
class HistoryToolsTest {

    private static Optional<DemoCluster> demo = Optional.empty();
    private static Optional<RunningServer> server = Optional.empty();

    @BeforeAll
    static void tellAStory(@TempDir Path folder) {
        DemoCluster cluster = DemoCluster.start(DemoSettings.parse("nodes=3,guests=20,seed=1,pace=0"));
        demo = Optional.of(cluster);
        RunningServer running = RunningServer.of(cluster, TokenLevel.FULL, folder, "--access", "operate");
        server = Optional.of(running);
        // The details of both are read before anything changes: what is read first is no change.
        running.call("get_guest", "guest", 100);
        running.call("get_guest", "guest", 101);
        running.call("power_guest", "guest", 100, "action", "shutdown", "wait_seconds", 60);
        // The log has whole seconds: what it tells of the second in which the memory began may be from before.
        Instant begun = Instant.now();
        await().until(() -> Instant.now().getEpochSecond() > begun.getEpochSecond());
        cluster.world().setConfig(101, "memory", "20480");
        // Set and set back between two looks.
        cluster.world().setConfig(101, "onboot", "0");
        cluster.world().setConfig(101, "onboot", "1");
        cluster.world()
                .putStorage(new ConfiguredStorage(
                        "local2", "dir", List.of("iso"), false, true, List.of(), Map.of("path", "/srv/iso"), 1L << 30));
        running.call("list_nodes", "fresh", true);
    }

    @AfterAll
    static void stop() {
        server.ifPresent(RunningServer::close);
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    void tellsWhoChangedWhatNewestFirst() {
        Result changes = call("get_changes");

        assertThat(Cells.of(changes, "id", "change", "by", "task"))
                .contains(List.of("100", "status: running -> stopped", TokenLevel.FULL.id(), "qmshutdown"))
                .anySatisfy(row -> assertThat(row.get(1)).contains("config.memory: 16384 -> 20480"));
        assertThat(Cells.of(changes, "seen").stream().map(List::getFirst).toList())
                .isSortedAccordingTo(java.util.Comparator.<String>reverseOrder());
        assertThat(changes.text()).contains("the memory begins").contains("UPID:");
    }

    @Test
    void tellsChangesOfOneGuestOneUserOneFieldOrOneNode() {
        Result guest = call("get_changes", "guest", "db01");
        Result user = call("get_changes", "user", "root@pam", "kind", "guest");
        Result field = call("get_changes", "field", "config", "guest", 101);
        Result nobody = call("get_changes", "user", "nobody@pve");
        Result storage = call("get_changes", "storage", "local2", "from", "1h ago");
        Result other = call("get_changes", "storage", "local", "from", "1h ago");

        assertThat(Cells.of(guest, "id")).isNotEmpty().containsOnly(List.of("101"));
        assertThat(Cells.of(user, "id", "by"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get(1)).startsWith("root@pam"));
        assertThat(Cells.of(field, "change")).containsExactly(List.of("config.memory: 16384 -> 20480"));
        assertThat(nobody.structured()).containsEntry("total", 0);
        assertThat(Cells.of(storage, "kind", "id"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get(1)).startsWith("local2"));
        assertThat(other.structured()).containsEntry("total", 0);
    }

    @Test
    void whatWasTakenBackBetweenTwoLooksIsToldAsTheLogTellsIt() {
        String there = " root@pam «update VM 101: -onboot 0»";
        String back = " root@pam «update VM 101: -onboot 1»";

        for (Result result : List.of(
                call("get_changes", "guest", 101),
                call("get_changes", "from", "1h ago"),
                call("get_history", "guest", 101),
                call("get_history", "guest", 101, "field", "config.onboot"),
                call("diff_snapshots", "from", "1h ago"))) {
            assertThat(result.text())
                    .contains("has 2 updates that no recorded change shows")
                    .contains(there)
                    .contains(back);
            assertThat(String.valueOf(result.structured().get("note"))).contains(there);
        }
        for (Result result : List.of(
                call("get_changes", "guest", 100),
                call("get_changes", "guest", 101, "field", "config.memory"),
                call("get_changes", "user", "joe"),
                call("get_changes", "from", "1h ago", "kind", "node"),
                call("get_changes", "from", "2 weeks ago", "to", "1 week ago"))) {
            assertThat(result.text()).doesNotContain("no recorded change shows");
        }
    }

    @Test
    void pagesWithoutLosingOrRepeatingAChange() {
        Result first = call("get_changes", "limit", 1);
        Result rest = call(
                "get_changes",
                "limit",
                500,
                "cursor",
                Objects.requireNonNull(first.structured().get("next_cursor")));

        assertThat(Cells.of(first, "id", "change")).hasSize(1);
        assertThat(Cells.of(rest, "id", "change")).isNotEmpty();
        assertThat(first.structured())
                .containsEntry("total", 1 + Cells.of(rest, "id", "change").size());
    }

    @Test
    void tellsTheLifeOfOneThing() {
        Result life = call("get_history", "guest", "web01");
        Result memory = call("get_history", "guest", "101", "field", "config.memory");
        Result cores = call("get_history", "guest", "101", "field", "config.cores");
        Result node = call("get_history", "kind", "node", "name", "pve1");

        assertThat(Cells.of(life, "change").getFirst()).containsExactly("status: running -> stopped");
        assertThat(life.text()).contains("it was there already when it was first seen, ");
        assertThat(Cells.of(memory, "change")).containsExactly(List.of("config.memory: 16384 -> 20480"));
        assertThat(cores.text()).contains("none").contains("config.cores now: ");
        assertThat(node.structured()).containsEntry("total", 0);
        assertThat(node.text()).contains("it was there already when it was first seen, ");
    }

    @Test
    void aDifferenceWithATimeBeforeTheMemoryIsOneWithItsBeginning() {
        Result diff = call("diff_snapshots", "from", "1 week ago");

        assertThat(diff.text())
                .contains("INCOMPLETE: what changed before ")
                .contains("the memory of this cluster begins");
        assertThat(Cells.of(diff, "kind", "change"))
                .isNotEmpty()
                .doesNotContain(List.of("node", "appeared"))
                .filteredOn(List.of("storage", "appeared")::equals)
                .hasSize(3);
    }

    @Test
    void saysWhatThereIsWhenAThingIsUnknown() {
        Result node = call("get_changes", "node", "pve9");
        Result storage = call("get_changes", "storage", "locall");
        Result guest = call("get_history", "guest", "db-01");
        Result nothing = call("get_history");
        Result pool = call("get_history", "kind", "node", "name", "pve9");
        Result kind = call("get_changes", "kind", "vm");
        Result backwards = call("get_changes", "from", "now", "to", "2h ago");

        assertThat(List.of(node, storage, guest, nothing, pool, kind, backwards))
                .allSatisfy(result -> assertThat(result.failed()).isTrue());
        assertThat(node.text()).contains("pve1");
        assertThat(storage.text()).contains("did you mean 'local");
        assertThat(guest.text()).contains("db01");
        assertThat(pool.text()).contains("pve1");
        assertThat(kind.text()).contains("guest, node, storage");
        assertThat(nothing.text()).contains("'guest', or 'kind' and 'name'");
        assertThat(backwards.text()).contains("earlier moment first");
    }

    private static Result call(String tool, Object... pairs) {
        return server.orElseThrow().call(tool, pairs);
    }
}
