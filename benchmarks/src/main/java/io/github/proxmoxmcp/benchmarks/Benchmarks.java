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
import java.util.TreeMap;

/// Measures the built program from the outside, as its users meet it: a process, spoken to over standard input and
/// output; and its memory alone.
public final class Benchmarks {

    private static final int STARTS = 15;

    private final Path root;
    private final Path folder;

    private Benchmarks(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /// `startup|sizes|store|sync|questions|memory|eras|all ROOT [key=value,…]`
    public static void main(String[] arguments) throws IOException {
        Benchmarks benchmarks = new Benchmarks(Path.of(arguments[1]), Files.createTempDirectory("benchmarks"));
        if (List.of("startup", "all").contains(arguments[0])) {
            benchmarks.startUp();
        }
        if (List.of("sizes", "all").contains(arguments[0])) {
            benchmarks.sizes();
        }
        if (List.of("questions", "all").contains(arguments[0])) {
            QuestionsBenchmark.run(
                    QuestionsBenchmark.Settings.of(options(arguments), benchmarks.root), benchmarks.folder);
        }
        if (List.of("memory", "all").contains(arguments[0])) {
            MemoryBenchmark.run(QuestionsBenchmark.Settings.of(options(arguments), benchmarks.root), benchmarks.folder);
        }
        if (List.of("eras", "all").contains(arguments[0])) {
            ErasBenchmark.run(benchmarks.root, benchmarks.folder);
        }
        if (List.of("store", "all").contains(arguments[0])) {
            StoreBenchmark.run(benchmarks.folder, options(arguments));
        }
        if (List.of("sync", "all").contains(arguments[0])) {
            SyncBenchmark.run(benchmarks.folder);
        }
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new TreeMap<>();
        for (String option : (arguments.length > 2 ? arguments[2] : "").split(",")) {
            if (!option.isBlank()) {
                options.put(option.replaceFirst("=.*", ""), option.replaceFirst("[^=]*=", ""));
            }
        }
        return options;
    }

    /// Interleaved with a minimal Node server, so that both meet the same noise.
    private void startUp() throws IOException {
        System.out.println("## Start-up (median of " + STARTS + " starts each, interleaved)");
        Figures firstList = new Figures("proxmox-mcp: first list_vms after start, warm store, ms");
        StartFigures session = new StartFigures("proxmox-mcp", "initialize");
        StartFigures alone = new StartFigures("proxmox-mcp", "server/discover");
        StartFigures node = new StartFigures("minimal Node server", "initialize");
        try (DemoCluster demo = DemoCluster.start(DemoSettings.defaults())) {
            List<String> command = serve("startup.db");
            Map<String, String> environment = environment(demo);
            try (RawClient warm = RawClient.start(command, environment)) {
                warm.initialize();
                warm.call("list_vms", Map.of("fresh", true));
            }
            for (int start = 0; start < STARTS; start++) {
                try (RawClient client = RawClient.start(command, environment)) {
                    session.add(client, client.initialize(), client.toolList());
                    firstList.add(client.call("list_vms", Map.of()).milliseconds());
                }
                try (RawClient client = RawClient.start(command, environment)) {
                    alone.add(client, client.discover(), client.toolListAlone());
                }
                try (RawClient client = RawClient.start(List.of("node", nodeServer()), Map.of())) {
                    node.add(client, client.initialize(), client.toolList());
                }
            }
        }
        session.print();
        alone.print();
        node.print();
        print(firstList);
    }

    /// What a start takes until the client has what it asks for first.
    private static final class StartFigures {

        private final Figures introduction;
        private final Figures list;
        private final Figures processor;
        private final Figures memory;

        StartFigures(String server, String first) {
            introduction = new Figures(server + ": spawn to " + first + " reply, ms");
            list = new Figures(server + ": spawn to tools/list reply after " + first + ", ms");
            processor = new Figures(server + ": processor time until then, ms");
            memory = new Figures(server + ": resident memory then, MB");
        }

        void add(RawClient client, double introduced, double listed) throws IOException {
            processor.add(client.processorMilliseconds());
            memory.add(client.residentMegabytes());
            introduction.add(introduced);
            list.add(listed);
        }

        void print() {
            Benchmarks.print(introduction, list, processor, memory);
        }
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
