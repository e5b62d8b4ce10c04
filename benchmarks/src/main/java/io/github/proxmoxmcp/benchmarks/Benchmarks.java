package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Measures the built program from the outside, as its users meet it: a process, spoken to over standard input and
/// output; and its memory alone.
public final class Benchmarks {

    private static final int STARTS = 15;
    private static final int CALLS = 500;

    private final Path root;
    private final Path folder;

    private Benchmarks(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /// `startup|lists|sizes|store|sync|http|all ROOT`
    public static void main(String[] arguments) throws IOException {
        Benchmarks benchmarks = new Benchmarks(Path.of(arguments[1]), Files.createTempDirectory("benchmarks"));
        if (List.of("startup", "all").contains(arguments[0])) {
            benchmarks.startUp();
        }
        if (List.of("sizes", "all").contains(arguments[0])) {
            benchmarks.sizes();
        }
        if (List.of("lists", "all").contains(arguments[0])) {
            benchmarks.lists();
        }
        if (List.of("http", "all").contains(arguments[0])) {
            HttpBenchmark.run(
                    List.of(benchmarks
                            .root
                            .resolve("server/target/proxmox-mcp/bin/proxmox-mcp")
                            .toString()),
                    benchmarks.folder);
        }
        if (List.of("store", "all").contains(arguments[0])) {
            StoreBenchmark.run(benchmarks.folder);
        }
        if (List.of("sync", "all").contains(arguments[0])) {
            SyncBenchmark.run(benchmarks.folder);
        }
    }

    /// Interleaved with a minimal Node server, so that both meet the same noise.
    private void startUp() throws IOException {
        System.out.println("## Start-up (median of " + STARTS + " starts each, interleaved)");
        Figures initialize = new Figures("proxmox-mcp: spawn to initialize reply, ms");
        Figures memory = new Figures("proxmox-mcp: resident memory after it, MB");
        Figures firstList = new Figures("proxmox-mcp: first list_vms after start, warm store, ms");
        Figures node = new Figures("minimal Node server: spawn to initialize reply, ms");
        try (DemoCluster demo = DemoCluster.start(DemoSettings.defaults())) {
            List<String> command = serve("startup.db");
            Map<String, String> environment = environment(demo);
            try (RawClient warm = RawClient.start(command, environment)) {
                warm.initialize();
                warm.call("list_vms", Map.of("fresh", true));
            }
            for (int start = 0; start < STARTS; start++) {
                try (RawClient client = RawClient.start(command, environment)) {
                    initialize.add(client.initialize());
                    memory.add(client.residentMegabytes());
                    firstList.add(client.call("list_vms", Map.of()).milliseconds());
                }
                try (RawClient client = RawClient.start(List.of("node", nodeServer()), Map.of())) {
                    node.add(client.initialize());
                }
            }
        }
        print(initialize, node, memory, firstList);
    }

    private void sizes() throws IOException {
        System.out.println("## Sizes");
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=140,seed=1,pace=0"))) {
            for (String access : List.of("read", "operate", "admin")) {
                List<String> command = new ArrayList<>(serve("sizes.db"));
                command.addAll(List.of("--access", access));
                try (RawClient client = RawClient.start(command, environment(demo))) {
                    client.initialize();
                    System.out.println("tools/list at access " + access + ", bytes: " + client.toolListBytes());
                }
            }
            try (RawClient client = RawClient.start(serve("sizes.db"), environment(demo))) {
                client.initialize();
                // Of these 140 guests exactly 100 are virtual machines.
                RawClient.Answer answer = client.call("list_vms", Map.of("limit", 100, "fresh", true));
                System.out.println("list_vms of 100 guests, bytes of text: " + answer.textBytes());
                System.out.println("list_vms of 100 guests, bytes of structured content: " + answer.structuredBytes());
            }
        }
    }

    private void lists() throws IOException {
        System.out.println("## Lists of 10,000 guests (" + CALLS + " calls each, after as many to warm up)");
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=32,guests=10000,seed=1,pace=0"));
                RawClient client = RawClient.start(serve("lists.db"), environment(demo))) {
            client.initialize();
            client.call("list_vms", Map.of("limit", 1, "fresh", true));
            measure(client, "page of 50, running ones of a node", Map.of("status", "running", "node", "pve7"));
            measure(client, "page of 50, by tag, most memory first", Map.of("tag", "web", "sort", "memory"));
            measure(client, "page of 50, part of the name", Map.of("name", "web"));
        }
    }

    private static void measure(RawClient client, String name, Map<String, Object> arguments) throws IOException {
        Figures figures = new Figures("list_vms, " + name + ", ms");
        for (int call = 0; call < 2 * CALLS; call++) {
            double milliseconds = client.call("list_vms", arguments).milliseconds();
            if (call >= CALLS) {
                figures.add(milliseconds);
            }
        }
        print(figures);
    }

    private static void print(Figures... all) {
        for (Figures figures : all) {
            System.out.println(figures);
        }
    }

    private List<String> serve(String state) {
        return List.of(
                root.resolve("server/target/proxmox-mcp/bin/proxmox-mcp").toString(),
                "serve",
                "--state",
                folder.resolve(state).toString());
    }

    private String nodeServer() {
        return root.resolve("benchmarks/node/server.mjs").toString();
    }

    private static Map<String, String> environment(DemoCluster demo) {
        return Map.of(
                "PROXMOX_URL", demo.url().toString(),
                "PROXMOX_TOKEN", demo.token(TokenLevel.FULL),
                "PROXMOX_FINGERPRINT", demo.fingerprint(),
                "PROXMOX_MCP_LOG", "warn");
    }
}
