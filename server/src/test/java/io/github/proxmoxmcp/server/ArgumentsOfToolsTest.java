package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tool.Caller.Human.Reply;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What holds for the arguments of every tool, in one loop.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArgumentsOfToolsTest {

    /// Something right for what a tool demands beside the argument that is tried.
    private static final Map<String, Object> RIGHT = Map.ofEntries(
            Map.entry("guest", "web01"),
            Map.entry("node", "pve1"),
            Map.entry("storage", "local"),
            Map.entry("name", "new01"),
            Map.entry("action", "start"),
            Map.entry("query", "web"),
            Map.entry("path", "/version"),
            Map.entry("method", "put"),
            Map.entry("sql", "select 1 from guests"),
            Map.entry("from", "1h ago"),
            Map.entry("at", "1h ago"),
            Map.entry("task", "UPID:pve1:00000519:15388EC4:6B000E68:qmstart:111:root@pam:"),
            Map.entry("plan", "abcdefghjk"),
            Map.entry("backup", "backup:backup/vzdump-qemu-100-2026_11_20-02_01_40.vma.zst"),
            Map.entry("command", "id"),
            Map.entry("disk", "scsi0"),
            Map.entry("size", "+1G"),
            Map.entry("url", "https://example.org/a.iso"),
            Map.entry("job", "backup-nightly"),
            Map.entry("snapshot", "before-upgrade"),
            Map.entry("ostemplate", "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"),
            Map.entry("cores", 1),
            Map.entry("memory_mib", 512),
            Map.entry("disk_gib", 8));

    private DemoCluster demo;
    private DirectServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=12,seed=1,pace=0"));
        server = DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "");
        server.call("list_nodes", "fresh", true);
    }

    @AfterAll
    void stop() {
        server.close();
        demo.close();
    }

    @Test
    void everyNumberHasARangeAndIsRefusedOutsideOfIt() {
        int tried = 0;
        for (ToolDefinition tool : server.tools()) {
            for (var property : properties(tool).entrySet()) {
                if (property.getValue() instanceof Map<?, ?> schema && Objects.equals(schema.get("type"), "integer")) {
                    tried++;
                    for (long wrong : new long[] {-1, 2_000_000_000L, 9_000_000_000L}) {
                        Result result = call(tool, String.valueOf(property.getKey()), wrong);

                        assertThat(result.failed()).describedAs(result.text()).isTrue();
                        assertThat(result.text()).startsWith(tool.name() + ": '" + property.getKey() + "' is ");
                    }
                }
            }
        }

        assertThat(tried).isGreaterThan(20);
    }

    @Test
    void aNumberMayBeATextAndATextANumberInEveryTool() {
        int tried = 0;
        for (ToolDefinition tool : server.tools()) {
            for (var property : properties(tool).entrySet()) {
                String name = String.valueOf(property.getKey());
                if (Set.of("limit", "wait_seconds", "guest", "new_id").contains(name)) {
                    tried++;
                    Object mixed = name.equals("guest") ? 100 : "100";

                    assertThat(call(tool, name, mixed).text())
                            .describedAs(tool.name())
                            .doesNotContain("'" + name + "' ");
                }
            }
        }

        assertThat(tried).isGreaterThan(50);
    }

    @Test
    void everyTextAndEveryListHasALongestInEveryTool() {
        int tried = 0;
        for (ToolDefinition tool : server.tools()) {
            for (var property : properties(tool).entrySet()) {
                String name = String.valueOf(property.getKey());
                Map<?, ?> schema = (Map<?, ?>) property.getValue();
                String type = schema.get("type") + " " + schema.get("anyOf");
                boolean free = !((Map<?, ?>) property.getValue()).containsKey("enum");
                if (free && (type.contains("string") || type.contains("array"))) {
                    tried++;
                    Object huge = type.contains("array") ? Collections.nCopies(1_000, "a=b") : "x".repeat(100_000);

                    Result result = call(tool, name, huge);

                    assertThat(result.failed()).describedAs(tool.name()).isTrue();
                    assertThat(result.text())
                            .startsWith(tool.name() + ": '" + name + "' ")
                            .contains("at the most")
                            .hasSizeLessThan(500);
                }
            }
        }

        assertThat(tried).isGreaterThan(100);
    }

    @Test
    void anUnknownArgumentNamesTheNearestInEveryTool() {
        for (ToolDefinition tool : server.tools()) {
            for (Object name : properties(tool).keySet()) {
                String wrong = name + "s";

                assertThat(call(tool, wrong, "x").text())
                        .startsWith(tool.name() + ": ")
                        .contains("unknown argument '" + wrong + "', did you mean '" + name + "'?");
            }
        }
    }

    @Test
    void anUnknownMomentSaysWhichAreUnderstood() {
        Result moment = server.call("list_vms", "at", "the day before");
        Result snapshot = server.call("diff_snapshots", "from", "baseline");

        assertThat(moment.failed()).isTrue();
        assertThat(snapshot.failed()).isTrue();
        assertThat(moment.text())
                .contains("'the day before'")
                .contains("yesterday")
                .contains("2h ago");
        assertThat(snapshot.text()).contains("'baseline'");
    }

    @Test
    void anUnknownViewOrColumnSaysWhatThereIs() {
        Result view = server.call("query_state", "sql", "select * from guest");
        Result column = server.call("query_state", "sql", "select vm from guests");

        assertThat(view.failed()).isTrue();
        assertThat(view.text())
                .contains(
                        "there is no view 'guest', did you mean guests",
                        "Views: cluster, nodes, node_capacity, guests,");
        assertThat(column.failed()).isTrue();
        assertThat(column.text()).contains("vmid");
    }

    @Test
    void anUnknownTaskOrSnapshotOfAGuestOrPlanIsSaidToBeNone() {
        Result task =
                server.call("get_task_status", "task", "UPID:pve1:00000001:00000001:6B000E68:qmstart:111:root@pam:");
        Result snapshot = server.call("rollback_guest", "guest", "web01", "snapshot", "nope");
        Result plan = server.call("get_plan", "plan", "abcdefghjk");

        assertThat(List.of(task, snapshot, plan)).allMatch(Result::failed);
        assertThat(task.text()).contains("list_tasks");
        assertThat(snapshot.text()).contains("nope").contains("before-upgrade");
        assertThat(plan.text()).contains("abcdefghjk");
    }

    private Result call(ToolDefinition tool, String argument, Object value) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (tool.inputSchema().get("required") instanceof Iterable<?> required) {
            required.forEach(name -> arguments.put(
                    String.valueOf(name),
                    Optional.ofNullable(RIGHT.get(String.valueOf(name))).orElseThrow()));
        }
        arguments.put(argument, value);
        if (properties(tool).containsKey("dry_run")) {
            arguments.put("dry_run", true);
        }
        return server.call(tool.name(), arguments, Reply.UNSUPPORTED);
    }

    private static Map<?, ?> properties(ToolDefinition tool) {
        return (Map<?, ?>) Objects.requireNonNull(tool.inputSchema().get("properties"));
    }
}
