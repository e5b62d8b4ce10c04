package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.cli.screen.Screen;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Lists the tools of an access level.
@Command(name = "tools", description = "List the tools that callers have.", mixinStandardHelpOptions = true)
final class ToolsCommand implements Callable<Integer> {

    private final Program program;

    private final ServerOptions options;

    @Option(names = "--output", paramLabel = "text|json", description = "How to print (default: text).")
    private OutputFormat output = OutputFormat.TEXT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ToolsCommand(Program program, ServerOptions options) {
        this.program = program;
        this.options = options;
    }

    @Override
    public Integer call() {
        List<ToolDefinition> tools =
                Wiring.describe(program.configuration(options.settings())).tools();
        switch (output) {
            case TEXT -> Screen.width().ifPresentOrElse(width -> table(tools, width), () -> text(tools));
            case JSON ->
                spec.commandLine()
                        .getOut()
                        .println(JsonMapper.shared()
                                .writeValueAsString(tools.stream()
                                        .map(ToolsCommand::described)
                                        .toList()));
        }
        return 0;
    }

    private void text(List<ToolDefinition> tools) {
        tools.forEach(tool -> spec.commandLine()
                .getOut()
                .println(tool.name() + " (" + Names.snake(tool.effect().name()) + "): " + tool.description()));
    }

    private void table(List<ToolDefinition> tools, int width) {
        PrintWriter out = spec.commandLine().getOut();
        tools.forEach(tool -> {
            out.println(tool.name() + " (" + Names.snake(tool.effect().name()) + ")");
            out.println(Screen.fitted("    " + tool.description(), width));
        });
    }

    private static Map<String, Object> described(ToolDefinition tool) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", tool.name());
        described.put("title", tool.title());
        described.put("description", tool.description());
        described.put("effect", Names.snake(tool.effect().name()));
        described.put("input_schema", tool.inputSchema());
        described.put("output_schema", tool.outputSchema());
        return described;
    }
}
