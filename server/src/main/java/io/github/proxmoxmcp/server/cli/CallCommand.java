package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.server.cli.screen.CallProgress;
import io.github.proxmoxmcp.server.cli.screen.Interruption;
import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.cli.screen.Screen;
import io.github.proxmoxmcp.server.cli.screen.ScreenForm;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.StructuredForm;
import io.github.proxmoxmcp.server.tool.TextForm;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Calls one tool and prints its answer: what a model would get, for a person or a script.
@Command(
        name = "call",
        description = "Call a tool and print its answer.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: proxmox-mcp call list_vms status=running sort=memory --demo"})
final class CallCommand implements Callable<Integer> {

    private static final int MAX_LOOKS_AT_DEMO = 10;

    private final Program program;

    private final ServerOptions options;

    @Parameters(index = "0", paramLabel = "TOOL", description = "Name of the tool; 'proxmox-mcp tools' lists them.")
    private String tool = "";

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Arguments of the tool.")
    private List<String> pairs = List.of();

    @Option(names = "--json", paramLabel = "{…}", description = "Arguments as one JSON object.")
    private @Nullable String json;

    @Option(names = "--output", paramLabel = "text|json", description = "How to print (default: text).")
    private OutputFormat output = OutputFormat.TEXT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CallCommand(Program program, ServerOptions options) {
        this.program = program;
        this.options = options;
    }

    @Override
    public Integer call() {
        Map<String, @Nullable Object> arguments = arguments();
        Configuration configuration = program.configuration(options.settings());
        try (Interruption interruption = new Interruption();
                Wiring wiring = Wiring.of(configuration, SteadyClock.system(), ZoneId.systemDefault())) {
            ToolDefinition definition = wiring.tools()
                    .find(tool)
                    .orElseThrow(() -> new ToolException.BadArgument(
                            wiring.tools().unknown(tool).replace("tools/list", "'proxmox-mcp tools'")));
            if (configuration.demo().isPresent()) {
                untilListsAreKnown(wiring.readings());
            }
            if (takes(definition, "fresh") && !arguments.containsKey("at") && !arguments.containsKey("as_of")) {
                // Nothing has followed the cluster for a person at a terminal: what they get should be of now.
                arguments.putIfAbsent("fresh", true);
            }
            if (definition.effect() != Effect.READ) {
                if (takes(definition, "wait_seconds")) {
                    // A person can interrupt, and what is not begun when this program ends is not done.
                    arguments.putIfAbsent("wait_seconds", WaitSeconds.MAX_SECONDS);
                }
                interruption.notice(System.lineSeparator()
                        + "proxmox-mcp: interrupted: asking the running task to stop, and waiting for its end …");
            }
            Answer<?> answer = answer(definition, arguments, interruption);
            spec.commandLine()
                    .getOut()
                    .println(
                            switch (output) {
                                case TEXT ->
                                    Screen.width()
                                            .map(width -> ScreenForm.of(
                                                    answer,
                                                    width,
                                                    spec.commandLine()
                                                            .getColorScheme()
                                                            .ansi()))
                                            .orElseGet(() -> TextForm.of(answer));
                                case JSON -> StoreCommands.json(StructuredForm.of(answer));
                            });
            return 0;
        }
    }

    /// The first look at a cluster sees what is there, those after it the lists, a few at a time.
    private static void untilListsAreKnown(Readings readings) {
        int before = 0;
        for (int looks = 0; looks < MAX_LOOKS_AT_DEMO; looks++) {
            Reading reading = readings.now(Optional.empty(), Optional.of(new Fresh(true)));
            int known = readings.store()
                    .inventory()
                    .readings(reading.cluster().name())
                    .size();
            if (known > 0 && known == before) {
                return;
            }
            before = known;
        }
    }

    private Answer<?> answer(
            ToolDefinition definition, Map<String, @Nullable Object> arguments, Interruption interruption) {
        PrintWriter err = spec.commandLine().getErr();
        try (CallProgress progress = new CallProgress(err, tool, Screen.width().filter(_ -> !program.isDumb()))) {
            return definition
                    .call()
                    .apply(arguments, new Caller("command line", (_, _, message) -> progress.report(message)));
        } catch (RuntimeException e) {
            if (interruption.began()) {
                // What opened the store is closed after this; the interrupt has done its work.
                boolean _ = Thread.interrupted();
                err.println("proxmox-mcp: " + e.getMessage());
                err.flush();
            }
            throw e;
        }
    }

    private static boolean takes(ToolDefinition definition, String argument) {
        return definition.inputSchema().get("properties") instanceof Map<?, ?> properties
                && properties.containsKey(argument);
    }

    private Map<String, @Nullable Object> arguments() {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        if (json != null) {
            try {
                if (!(JsonMapper.shared().readValue(json, Object.class) instanceof Map<?, ?> object)) {
                    throw new ToolException.BadArgument(
                            "--json must be a JSON object such as '{\"guest\": \"web01\"}'");
                }
                object.forEach((key, value) -> arguments.put(String.valueOf(key), value));
            } catch (JacksonException e) {
                throw new ToolException.BadArgument("--json is not JSON: " + e.getOriginalMessage());
            }
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new ToolException.BadArgument("'" + pair + "' is not of the form key=value");
            }
            arguments.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return arguments;
    }
}
