package io.github.proxmoxmcp.server.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion for fish, which picocli does not write itself.
final class FishCompletion {

    private FishCompletion() {}

    static String of(CommandSpec root) {
        StringBuilder script =
                new StringBuilder("# Completion for proxmox-mcp; written by 'proxmox-mcp generate fish'.\n");
        for (CommandSpec command : CommandWords.commands(root)) {
            script.append("complete -c proxmox-mcp -f -n __fish_use_subcommand -a ")
                    .append(command.name())
                    .append(" -d ")
                    .append(quoted(CommandWords.described(command)))
                    .append('\n');
            CommandWords.options(command)
                    .forEach(option ->
                            option(script, "-n '__fish_seen_subcommand_from " + command.name() + "'", option));
        }
        root.options().stream().filter(option -> !option.hidden()).forEach(option -> option(script, "", option));
        return script.toString();
    }

    private static void option(StringBuilder script, String when, OptionSpec option) {
        script.append("complete -c proxmox-mcp ").append(when);
        Stream.of(option.names())
                .forEach(name ->
                        script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", "")));
        if (option.arity().max() > 0) {
            script.append(
                    option.paramLabel().matches("[a-z]+(\\|[a-z]+)+")
                            ? " -x -a " + quoted(option.paramLabel().replace('|', ' '))
                            : " -r");
        }
        script.append(" -d ").append(quoted(CommandWords.described(option))).append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
