package io.github.proxmoxmcp.server.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion for fish, which picocli does not write itself.
final class FishCompletion {

    private static final String CHOICE = "[a-z]+(\\|[a-z]+)+";

    private FishCompletion() {}

    static String of(CommandSpec root) {
        StringBuilder script =
                new StringBuilder("# Completion for proxmox-mcp; written by 'proxmox-mcp generate fish'.\n");
        List<CommandSpec> commands = CommandWords.commands(root);
        String groups = names(commands.stream()
                .filter(command -> !CommandWords.commands(command).isEmpty())
                .toList());
        for (CommandSpec command : commands) {
            command(script, "__fish_use_subcommand", command);
            List<CommandSpec> inner = CommandWords.commands(command);
            if (inner.isEmpty()) {
                // `operator init` is not `init`.
                options(script, seen(command.name()) + "; and not " + seen(groups), command);
            }
            for (CommandSpec one : inner) {
                command(script, seen(command.name()) + "; and not " + seen(names(inner)), one);
                options(script, seen(command.name()) + "; and " + seen(one.name()), one);
            }
        }
        root.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> option(script, "-n '__fish_use_subcommand'", option));
        return script.toString();
    }

    private static String names(List<CommandSpec> commands) {
        return String.join(" ", commands.stream().map(CommandSpec::name).toList());
    }

    private static String seen(String names) {
        return "__fish_seen_subcommand_from " + names;
    }

    private static void command(StringBuilder script, String when, CommandSpec command) {
        script.append("complete -c proxmox-mcp -f -n '")
                .append(when)
                .append("' -a ")
                .append(command.name())
                .append(" -d ")
                .append(quoted(CommandWords.described(command)))
                .append('\n');
    }

    private static void options(StringBuilder script, String when, CommandSpec command) {
        command.positionalParameters().stream()
                .map(ArgSpec::paramLabel)
                .filter(label -> label.matches(CHOICE))
                .forEach(label -> script.append("complete -c proxmox-mcp -f -n '")
                        .append(when)
                        .append("' -a ")
                        .append(quoted(label.replace('|', ' ')))
                        .append('\n'));
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> option(script, "-n '" + when + "'", option));
    }

    private static void option(StringBuilder script, String when, OptionSpec option) {
        script.append("complete -c proxmox-mcp ").append(when);
        Stream.of(option.names())
                .forEach(name ->
                        script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", "")));
        if (option.arity().max() > 0) {
            script.append(
                    option.paramLabel().matches(CHOICE)
                            ? " -x -a " + quoted(option.paramLabel().replace('|', ' '))
                            : " -r");
        }
        script.append(" -d ").append(quoted(CommandWords.described(option))).append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
