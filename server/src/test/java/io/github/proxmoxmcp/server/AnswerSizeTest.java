package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
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
            Map.entry("read_api", new Object[] {"path", "/cluster/resources"}),
            Map.entry("drain_node", new Object[] {"node", "pve1", "dry_run", true}),
            Map.entry("run_backup_job", new Object[] {"job", "backup-nightly", "dry_run", true}),
            Map.entry("create_guest_snapshot", new Object[] {"guest", "web01", "name", "before", "dry_run", true}));

    /// Ages have one digit more or less from run to run.
    private static final int TOLERANCE = 300;

    private static final Path PAGE =
            Path.of(System.getProperty("repository.root"), "docs", "reference", "answer-sizes.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|$");

    /// @param text bytes of the text
    /// @param structured bytes of the structured form, as JSON
    record Size(String tool, int text, int structured, int lines) {

        int larger() {
            return Math.max(text, structured);
        }
    }

    @Test
    void everyDefaultAnswerStaysSmallSaysHowToGetTheRestAndIsWhatTheSchemaSays(@TempDir Path folder)
            throws IOException {
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=5,guests=200,seed=1,pace=0"));
                DirectServer server = DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "")) {
            for (int i = 0; i < 6; i++) {
                server.call("list_nodes", "fresh", true);
            }
            // The first one loads the SQL parser, which on a busy machine takes longer than a query may.
            server.call("query_state", "sql", "select name from guests");
            String task = Cells.of(server.call("list_tasks"), "upid").getFirst().getFirst();
            List<Size> sizes = new ArrayList<>();
            SoftAssertions all = new SoftAssertions();
            for (ToolDefinition tool : server.tools()) {
                if (tool.effect().readOnly() || tool.effect() == Effect.REMEMBER || REQUIRED.containsKey(tool.name())) {
                    Object[] arguments =
                            REQUIRED.getOrDefault(tool.name(), new Object[] {}).clone();
                    Collections.replaceAll(Arrays.asList(arguments), "$task", task);
                    Result answer = server.call(tool.name(), arguments);
                    check(tool, answer, all);
                    sizes.add(size(tool.name(), answer));
                }
            }

            assertThat(sizes).hasSizeGreaterThan(25);
            all.assertAll();
            report(sizes);
        }
    }

    private static void check(ToolDefinition tool, Result answer, SoftAssertions all) {
        Size size = size(tool.name(), answer);
        if (!tool.name().equals("get_plan")) {
            all.assertThat(answer.failed()).describedAs(answer.text()).isFalse();
            all.assertThat(new DefaultJsonSchemaValidator()
                            .validate(tool.outputSchema(), answer.structured())
                            .errorMessage())
                    .describedAs("%s against its output schema", tool.name())
                    .isNull();
        }
        all.assertThat(size.larger())
                .describedAs("bytes of %s: %s", tool.name(), size)
                .isLessThanOrEqualTo(MAX_BYTES);
        all.assertThat(size.lines())
                .describedAs("lines of %s: %s", tool.name(), size)
                .isLessThanOrEqualTo(MAX_LINES);
        if (answer.structured().get("total") instanceof Number total
                && answer.structured().get("rows") instanceof List<?> rows
                && total.longValue() > rows.size()) {
            all.assertThat(answer.structured().containsKey("next_cursor")
                            || answer.structured().containsKey("note"))
                    .describedAs("%s shows %s of %s, and says how to get the rest", tool.name(), rows.size(), total)
                    .isTrue();
            String head = answer.text().lines().limit(4).collect(Collectors.joining("\n"));
            all.assertThat(head).contains(rows.size() + " of " + total + ":");
        }
    }

    private static Size size(String tool, Result answer) {
        return new Size(
                tool,
                answer.text().getBytes(StandardCharsets.UTF_8).length,
                JsonMapper.shared().writeValueAsBytes(answer.structured()).length,
                (int) answer.text().lines().count());
    }

    /// Written with `-Dgolden=write`; otherwise what is written must be about true.
    private static void report(List<Size> sizes) throws IOException {
        if (Golden.writing()) {
            Files.writeString(PAGE, page(sizes));
        }
        Map<String, Integer> written = new LinkedHashMap<>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach(row -> written.put(
                        row.group(1), Math.max(Integer.parseInt(row.group(2)), Integer.parseInt(row.group(3)))));

        assertThat(written.keySet())
                .describedAs("answer-sizes.md; to write it anew: ./mvnw verify -Dgolden=write")
                .containsExactlyInAnyOrderElementsOf(
                        sizes.stream().map(Size::tool).toList());
        assertThat(sizes)
                .allSatisfy(size -> assertThat(size.larger())
                        .describedAs("bytes of %s; if meant: ./mvnw verify -Dgolden=write", size.tool())
                        .isCloseTo(written.getOrDefault(size.tool(), 0), within(TOLERANCE)));
    }

    private static String page(List<Size> sizes) {
        StringBuilder page = new StringBuilder("""
            # Sizes of answers

            Written by the build (`./mvnw verify -Dgolden=write`); do not edit. What a tool answers when it is given no more
            than it must, on the demo cluster with 200 guests on 5 nodes, the largest first. None may have more than 10,000
            bytes in either form, or more than 200 lines: Codex cuts what is longer in the middle. Tools that act are asked
            for their plan (`dry_run`).

            | tool | text | structured | lines |
            |---|--:|--:|--:|
            """);
        sizes.stream()
                .sorted(Comparator.comparingInt(Size::larger).reversed())
                .forEach(size -> page.append("| `%s` | %d | %d | %d |%n"
                        .formatted(size.tool(), size.text(), size.structured(), size.lines())));
        return page.toString();
    }
}
