package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What a model must read when it gives a tool no more than it must, on a cluster of 200 guests.
class AnswerSizeTest {

    private static final int MAX_BYTES = 10_000;
    private static final int MAX_LINES = 200;

    /// What a tool cannot do without, in words that everybody could say.
    private static final Map<String, Object[]> REQUIRED = Map.ofEntries(
            Map.entry("get_node", new Object[] {"node", "pve1"}),
            Map.entry("get_guest", new Object[] {"guest", "web01"}),
            Map.entry("find", new Object[] {"query", "web"}),
            Map.entry("get_metrics", new Object[] {"node", "pve1"}),
            Map.entry("list_volumes", new Object[] {"storage", "backup"}),
            Map.entry("get_task_status", new Object[] {"task", "$task"}),
            Map.entry("take_snapshot", new Object[] {}),
            Map.entry("diff_snapshots", new Object[] {"from", "1h ago"}),
            Map.entry("query_state", new Object[] {"sql", "select * from guests"}),
            Map.entry("get_history", new Object[] {"guest", "web01"}),
            Map.entry("get_plan", new Object[] {"plan", "none"}),
            Map.entry("search_api", new Object[] {"query", "firewall"}),
            Map.entry("describe_api", new Object[] {"path", "/nodes/{node}/qemu", "method", "POST"}),
            Map.entry("read_api", new Object[] {"path", "/cluster/resources"}));

    @Test
    void everyDefaultAnswerStaysSmall(@TempDir Path folder, TestReporter reporter) {
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=5,guests=200,seed=1,pace=0"));
                DirectServer server = DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "")) {
            for (int i = 0; i < 6; i++) {
                server.call("list_nodes", "fresh", true);
            }
            String task = Cells.of(server.call("list_tasks"), "upid").getFirst().getFirst();
            Map<String, Integer> sizes = new LinkedHashMap<>();
            List<String> tooLarge = new ArrayList<>();
            for (ToolDefinition tool : server.tools()) {
                if (Set.of(Effect.READ, Effect.REMEMBER).contains(tool.effect())) {
                    Object[] arguments =
                            REQUIRED.getOrDefault(tool.name(), new Object[] {}).clone();
                    for (int i = 0; i < arguments.length; i++) {
                        arguments[i] = arguments[i].equals("$task") ? task : arguments[i];
                    }
                    measure(tool.name(), server.call(tool.name(), arguments), sizes, tooLarge);
                }
            }
            reporter.publishEntry(sizes.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, size -> String.valueOf(size.getValue()))));

            assertThat(sizes).hasSizeGreaterThan(20);
            assertThat(tooLarge).isEmpty();
        }
    }

    private static void measure(String tool, Result answer, Map<String, Integer> sizes, List<String> tooLarge) {
        int text = answer.text().getBytes(StandardCharsets.UTF_8).length;
        int structured = new JsonMapper().writeValueAsBytes(answer.structured()).length;
        long lines = answer.text().lines().count();
        sizes.put(tool, Math.max(text, structured));
        if (answer.failed() && !tool.equals("get_plan")) {
            tooLarge.add(tool + " failed: " + answer.text());
        }
        if (text > MAX_BYTES || structured > MAX_BYTES || lines > MAX_LINES) {
            tooLarge.add(tool + ": " + text + " bytes of text in " + lines + " lines, " + structured + " structured");
        }
    }
}
