package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.tool.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `/metrics` gives is what the reference says.
class MetricsReferenceTest {

    private static final Path REFERENCE =
            Path.of(System.getProperty("repository.root"), "docs", "reference", "metrics.md");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) (.*)\\n# TYPE \\S+ (\\S+)$");
    private static final Pattern SAMPLE =
            Pattern.compile("(?m)^(proxmox_mcp_[a-z_]+?)(_bucket|_count|_sum)?" + "(?:\\{(.*)\\})? ");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    @TempDir
    private Path folder;

    @Test
    void everyFigureIsInTheReference() throws Exception {
        try (ServedDemo demo = new ServedDemo(folder, "nodes=3,guests=40,seed=1,pace=0.1", """
            access: operate
            scope:
              allow:
                vmids: [102]
            http:
              listen: 0
            """)) {
            RawClient client = new RawClient(demo.port(), demo.token("a", Access.OPERATE));
            client.call("power_guest", "{\"guest\":102,\"action\":\"suspend\"}");
            client.call("power_guest", "{\"guest\":103,\"action\":\"suspend\"}");
            new RawClient(demo.port(), demo.token("b", Access.READ))
                    .send(WebFixture.LIST)
                    .join();

            String figures = scraped(client);

            assertThat(figures)
                    .contains("proxmox_mcp_writes_total{outcome=\"done\"} 1.0")
                    .contains("proxmox_mcp_writes_total{outcome=\"refused\"} 1.0")
                    .contains("proxmox_mcp_approvals_total{by=\"configuration\"} 1.0")
                    .contains("proxmox_mcp_sessions 2.0")
                    .contains("proxmox_mcp_sync_leading{cluster=\"demo\"} 1.0")
                    .containsPattern("proxmox_mcp_cluster_calls_total\\{cluster=\"demo\",status=\"200\"\\} [1-9]")
                    .containsPattern("proxmox_mcp_sync_cycles_total\\{cluster=\"demo\"\\} [1-9]")
                    .containsPattern("proxmox_mcp_store_size_bytes [1-9]")
                    .containsPattern(
                            "proxmox_mcp_tool_calls_seconds_count\\{outcome=\"error\",tool=\"power_guest\"\\} 1");
            Golden.check(REFERENCE, reference(figures));
        }
    }

    /// The figures of the memory come up in the background.
    private static String scraped(RawClient client) throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/metrics").contains("proxmox_mcp_store_size_bytes"));
        return client.get("/metrics");
    }

    private static String reference(String figures) {
        Map<String, TreeSet<String>> labels = new TreeMap<>();
        Matcher sample = SAMPLE.matcher(figures);
        while (sample.find()) {
            TreeSet<String> found = labels.computeIfAbsent(sample.group(1), _ -> new TreeSet<>());
            LABEL.matcher(sample.group(3) == null ? "" : sample.group(3))
                    .results()
                    .map(label -> "`" + label.group(1) + "`")
                    .filter(label -> !label.equals("`le`"))
                    .forEach(found::add);
        }
        StringBuilder table = new StringBuilder("""
            # Metrics

            What `/metrics` gives to Prometheus. Counters begin at 0 with the process; of `sync`, `store` and `cluster` figures every replica tells its own.
            A failure adds a line: `proxmox_mcp_sync_failures_total` by `kind`, and `proxmox_mcp_http_refused_total` by `reason`; so does a message of `notify`: `proxmox_mcp_notifications_total` and `proxmox_mcp_notifications_failed_total` by `target`.

            | name | kind | labels | what it is |
            |---|---|---|---|
            """);
        HELP.matcher(figures)
                .results()
                .sorted(java.util.Comparator.comparing(help -> help.group(1)))
                .filter(help -> !help.group(1).matches(".*(_max|sync_failures_total|http_refused_total)"))
                .forEach(help -> table.append("| `")
                        .append(help.group(1))
                        .append("` | ")
                        .append(help.group(3))
                        .append(" | ")
                        .append(String.join(", ", labels.getOrDefault(help.group(1), new TreeSet<>())))
                        .append(" | ")
                        .append(help.group(2))
                        .append(" |\n"));
        return table.toString();
    }
}
