package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.server.cli.screen.Interruption;
import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.cli.screen.Progress;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.StructuredForm;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Reads every cluster once, now, and tells what was read and what was not.
@Command(
        name = "sync",
        description = "Read every cluster into the memory once, now.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 all was read, 1 a cluster could not be read or not in full."})
final class SyncCommand implements Callable<Integer> {

    private final Program program;

    private final ServerOptions options;

    @Option(names = "--output", paramLabel = "text|json", description = "How to print (default: text).")
    private OutputFormat output = OutputFormat.TEXT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    SyncCommand(Program program, ServerOptions options) {
        this.program = program;
        this.options = options;
    }

    @Override
    public Integer call() {
        Configuration configuration = program.configuration(options.settings());
        List<String> names = configuration.demo().isPresent()
                ? List.of("demo")
                : configuration.clusters().stream()
                        .map(cluster -> cluster.name())
                        .toList();
        if (names.isEmpty()) {
            throw new ConfigurationException("no cluster is configured: run 'proxmox-mcp init'");
        }
        List<Map<String, Object>> read = new ArrayList<>();
        try (Interruption _ = new Interruption();
                Wiring wiring = Wiring.of(configuration, SteadyClock.system(), ZoneId.systemDefault());
                Progress progress = Progress.on(spec.commandLine().getErr(), names.size())) {
            ToolDefinition status = wiring.tools().find("get_cluster_status").orElseThrow();
            for (String name : names) {
                progress.step(name);
                read.add(read(status, name, names.size() > 1));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case TEXT -> read.forEach(cluster -> show(cluster, out));
            case JSON -> out.println(StoreCommands.json(Map.of("clusters", read)));
        }
        out.flush();
        return read.stream().allMatch(cluster -> Boolean.TRUE.equals(cluster.get("complete"))) ? 0 : 1;
    }

    private static Map<String, Object> read(ToolDefinition status, String cluster, boolean several) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("fresh", true);
        if (several) {
            arguments.put("cluster", cluster);
        }
        Answer<?> answer = status.call().apply(arguments, new Caller("command line", (_, _, _) -> {}));
        Map<String, Object> body = StructuredForm.of(answer);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("cluster", cluster);
        result.put("complete", answer.incomplete().isEmpty());
        for (String fact : List.of("as_of", "vms", "containers", "templates")) {
            if (body.containsKey(fact)) {
                result.put(fact, body.getOrDefault(fact, ""));
            }
        }
        result.put("incomplete", answer.incomplete());
        return result;
    }

    private static void show(Map<String, Object> cluster, PrintWriter out) {
        out.println(
                cluster.get("cluster") + ": as of " + cluster.getOrDefault("as_of", "never") + "; virtual machines: "
                        + counts(cluster.get("vms")) + "; containers: " + counts(cluster.get("containers")));
        if (cluster.get("incomplete") instanceof List<?> missing) {
            missing.forEach(sentence -> out.println("  not read: " + Printable.line(sentence.toString())));
        }
    }

    private static String counts(@Nullable Object byStatus) {
        return byStatus instanceof Map<?, ?> map && !map.isEmpty()
                ? map.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "))
                : "none seen";
    }
}
