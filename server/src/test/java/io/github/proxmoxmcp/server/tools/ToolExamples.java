package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.Cells;
import io.github.proxmoxmcp.server.DirectServer;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tool.Caller.Human.Reply;
import io.github.proxmoxmcp.server.tool.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Calls every tool once on the demo cluster, for the examples of its reference page.
///
/// Cluster and server live by one clock that only goes on between two calls, and nothing happens by itself: so the
/// answers are the same in every run. What is random in them, the ids of plans, is shown as `…`.
final class ToolExamples {

    private static final Path CALLS =
            Path.of(System.getProperty("repository.root"), "server", "src", "test", "resources", "tool-examples.yaml");
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\w+)\\.(\\w+)");
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final int CALLS_OF_A_CYCLE = 5;

    /// A cycle reads some lists; after so many all are read.
    private static final int CYCLES = 6;

    private static final int MAX_LINE_CHARACTERS = 170;
    private static final int MAX_LINES = 50;

    private final SoftAssertions outcomes = new SoftAssertions();
    private final Map<String, Result> results = new LinkedHashMap<>();
    private final Map<String, String> examples = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");

    private ToolExamples() {}

    /// A call of the file.
    ///
    /// @param human what the human says who is asked, where one can be asked
    /// @param fails whether the answer is an error
    record Call(String tool, Map<String, Object> arguments, Optional<Reply> human, boolean fails) {}

    /// The examples by the names of the tools, as Markdown.
    static Map<String, String> run(Path folder) throws IOException {
        Call[] calls = YAMLMapper.shared().readValue(Files.readString(CALLS), Call[].class);
        ToolExamples all = new ToolExamples();
        InstantSource clock = () -> all.now;
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0"), clock);
                DirectServer server = DirectServer.of(
                        Map.of("demo", demo),
                        folder,
                        clock,
                        "run_in_guest: {tags: [web]}\nsync: {interval_seconds: 3600, idle_interval_seconds: 3600}")) {
            for (int i = 0; i < CYCLES; i++) {
                server.call("list_nodes", "fresh", true);
            }
            for (int i = 0; i < calls.length; i++) {
                all.now = all.now.plus(STEP);
                if (i % CALLS_OF_A_CYCLE == 0) {
                    server.call("list_nodes", "fresh", true);
                    all.now = all.now.plus(STEP);
                }
                all.take(calls[i], server);
            }
        }
        all.outcomes.assertAll();
        return all.examples;
    }

    private void take(Call call, DirectServer server) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        call.arguments().forEach((name, value) -> arguments.put(name, value(value)));
        Result result = server.call(call.tool(), arguments, call.human().orElse(Reply.UNSUPPORTED));
        outcomes.assertThat(result.failed())
                .describedAs("%s %s: %s", call.tool(), arguments, result.text())
                .isEqualTo(call.fails());
        results.put(call.tool(), result);
        examples.merge(call.tool(), example(call, arguments, result), (first, second) -> first + "\n" + second);
    }

    /// `$tool.field` is what that tool answered: a field of its answer, or of the first row.
    private Object value(Object value) {
        Matcher reference = REFERENCE.matcher(String.valueOf(value));
        if (!reference.matches()) {
            return value;
        }
        Result result = Objects.requireNonNull(results.get(reference.group(1)));
        @Nullable Object field = result.structured().get(reference.group(2));
        return field == null ? Cells.of(result, reference.group(2)).getFirst().getFirst() : field;
    }

    private String example(Call call, Map<String, Object> arguments, Result result) {
        String asked = call.human()
                .map(reply -> " (the human at the client is asked, and says " + Names.snake(reply.name()) + ")")
                .orElse("");
        return "Example:\n\n```json\n" + shown(JsonMapper.shared().writeValueAsString(arguments)) + "\n```\n\n"
                + (result.failed() ? "is refused" : "answers") + asked + "\n\n```text\n" + shown(result.text())
                + "\n```\n";
    }

    private String shown(String text) {
        for (Result result : results.values()) {
            if (result.structured().get("plan") instanceof String plan) {
                text = text.replace(plan, "…");
            }
        }
        List<String> lines = text.lines().toList();
        StringBuilder shown = new StringBuilder();
        lines.stream()
                .limit(MAX_LINES)
                .forEach(line -> shown.append(
                                line.length() <= MAX_LINE_CHARACTERS
                                        ? line
                                        : line.substring(0, MAX_LINE_CHARACTERS) + "…")
                        .append('\n'));
        if (lines.size() > MAX_LINES) {
            shown.append("… (").append(lines.size() - MAX_LINES).append(" more lines)\n");
        }
        return shown.toString().stripTrailing();
    }
}
