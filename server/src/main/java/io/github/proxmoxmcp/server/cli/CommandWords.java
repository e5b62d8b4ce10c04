package io.github.proxmoxmcp.server.cli;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What is said of a command in every kind of document.
final class CommandWords {

    private CommandWords() {}

    /// The commands that people use, in the order in which they are declared.
    static List<CommandSpec> commands(CommandSpec root) {
        return new LinkedHashSet<>(root.subcommands().values())
                .stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(command -> !command.usageMessage().hidden())
                        .toList();
    }

    /// The options of a command; those that every command takes are told once, with the program itself.
    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden() && !option.inherited())
                .toList();
    }

    /// Which of those a command takes, as a sentence; empty: none.
    static String shared(CommandSpec command) {
        List<String> names = SharedOptions.names(command);
        return names.isEmpty() ? "" : "Shared options: " + String.join(", ", names) + ".";
    }

    static String described(OptionSpec option) {
        return text(option.description());
    }

    static String described(CommandSpec command) {
        return text(command.usageMessage().description());
    }

    /// `--url URL` or `-y, --yes`.
    static String names(OptionSpec option) {
        return String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
    }

    /// `proxmox-mcp call TOOL [key=value…] [OPTIONS]`
    static String synopsis(CommandSpec command) {
        String parameters = command.positionalParameters().stream()
                .map(parameter ->
                        parameter.arity().max() > 1 || parameter.index().isVariable()
                                ? "[" + parameter.paramLabel() + " …]"
                                : parameter.paramLabel())
                .collect(Collectors.joining(" "));
        return Stream.of(command.qualifiedName(), parameters, "[OPTIONS]")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    static String footer(CommandSpec command) {
        return Arrays.stream(command.usageMessage().footer())
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
    }

    private static String text(String[] lines) {
        return String.join(" ", lines).replace("%%", "%");
    }
}
