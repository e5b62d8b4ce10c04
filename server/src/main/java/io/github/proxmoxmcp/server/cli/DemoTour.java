package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.demo.world.Administrator;
import io.github.proxmoxmcp.server.mcp.ToolClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The stations of the tour: what a person asks, the call that answers it, and the answer.
final class DemoTour {

    private final ToolClient client;
    private final Administrator administrator;
    private final Consumer<String> say;
    private final Consumer<String> out;

    /// @param administrator somebody else, who works on the cluster by other means than ours
    /// @param say speaks to the person who watches
    /// @param out shows what was called and answered
    DemoTour(ToolClient client, Administrator administrator, Consumer<String> say, Consumer<String> out) {
        this.client = client;
        this.administrator = administrator;
        this.say = say;
        this.out = out;
    }

    void run() {
        ask("How is the cluster?", "get_cluster_status", Map.of());
        ask(
                "Which virtual machines have the most memory?",
                "list_vms",
                arguments("status", "running", "sort", "memory", "limit", 5));
        ask("Remember this moment.", "take_snapshot", arguments("name", "before-lunch", "note", "start of the tour"));
        int vmid = administrator.guests().stream()
                .filter(administrator::running)
                .findFirst()
                .orElseThrow();
        ask(
                "Shut guest " + vmid + " down.",
                "power_guest",
                arguments("guest", String.valueOf(vmid), "action", "shutdown"));
        say.accept("Meanwhile somebody gives it more memory in the web interface, without telling anybody …");
        administrator.setConfig(vmid, "memory", "6144");
        ask(
                "What changed since lunch, and who did it?",
                "diff_snapshots",
                arguments("from", "before-lunch", "fresh", true));
        ask("What is known of it?", "get_guest", arguments("guest", String.valueOf(vmid)));
        ask(
                "How many guests run on each node, and with how much memory?",
                "query_state",
                arguments(
                        "sql",
                        "select node, kind, count(*) as guests, sum(memory_bytes) / 1073741824 as gib from guests"
                                + " where status = 'running' group by node, kind order by node, kind"));
        ask("And guest web-99?", "get_guest", arguments("guest", "web-99"));
    }

    private void ask(String question, String tool, Map<String, Object> arguments) {
        say.accept("» " + question);
        out.accept("  " + tool
                + arguments.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ", " ", "")));
        out.accept(client.call(tool, arguments).text().indent(4).stripTrailing());
    }

    private static Map<String, Object> arguments(Object... pairs) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            arguments.put((String) pairs[i], pairs[i + 1]);
        }
        return arguments;
    }
}
