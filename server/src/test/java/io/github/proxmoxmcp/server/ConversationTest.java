package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.ConversationPicture.Exchange;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The picture in the README is what a real client gets from a real server; only clocks are set to one time.
class ConversationTest {

    @TempDir
    private Path folder;

    @Test
    void thePictureInTheReadmeComesOutOfARun() {
        List<Exchange> exchanges = new ArrayList<>();
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0"));
                RunningServer server = RunningServer.of(demo, TokenLevel.FULL, folder, "--access", "operate")) {
            server.call("get_guest", "guest", 107, "fresh", true);
            demo.world().setConfig(107, "cores", "6");
            server.call("get_guest", "guest", 107, "fresh", true);
            exchanges.add(ask(
                    server,
                    "Which of my production VMs were changed this week?",
                    "query_state",
                    "sql",
                    "select name, field, before, after, user from changes join guests using (vmid)"
                            + " where tags like '%prod%' and at > now() - interval '7 days'"));
            exchanges.add(ask(server, "Remember this moment.", "take_snapshot", "name", "before-lunch"));
            exchanges.add(ask(server, "Shut web01 down.", "power_guest", "guest", "web01", "action", "shutdown"));
            demo.world().setConfig(101, "memory", "6144");
            exchanges.add(ask(
                    server,
                    "What changed since lunch, and who did it?",
                    "diff_snapshots",
                    "from",
                    "before-lunch",
                    "fresh",
                    true));
            exchanges.add(ask(server, "And web-99?", "get_guest", "guest", "web-99"));
        }

        assertThat(exchanges)
                .hasSize(5)
                .allSatisfy(exchange -> assertThat(exchange.answer()).isNotEmpty());
        assertThat(exchanges.getFirst().answer()).contains("app01,config.cores,4,6,root@pam");
        assertThat(exchanges.get(3).answer().toString()).contains("6144", "root@pam!full");
        Golden.check(
                Path.of(System.getProperty("repository.root"), "docs", "images", "conversation.svg"),
                ConversationPicture.of(exchanges));
    }

    private static Exchange ask(RunningServer server, String question, String tool, Object... pairs) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            shown.put((String) pairs[i], pairs[i + 1]);
        }
        Result result = server.call(tool, pairs);
        return new Exchange(
                question,
                tool
                        + shown.entrySet().stream()
                                .filter(entry -> !entry.getKey().equals("fresh"))
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(" ", " ", "")),
                result.text().lines().map(ConversationTest::atOneTime).toList());
    }

    private static String atOneTime(String line) {
        return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-11-23T12:30:00Z")
                .replaceAll("\\(\\d+ s ago\\)", "(0 s ago)")
                .replaceAll("(UPID:[^:]+):[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}", "$1:0000057A:158C8FAE:6B04080A")
                .replaceAll("plan: [a-z0-9]{10}", "plan: q5huvwktf5")
                .replaceAll("plan [a-z0-9]{10}", "plan q5huvwktf5");
    }
}
