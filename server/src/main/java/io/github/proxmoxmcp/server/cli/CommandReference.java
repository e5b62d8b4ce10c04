package io.github.proxmoxmcp.server.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command line as a Markdown page.
final class CommandReference {

    private CommandReference() {}

    static String of(CommandSpec root) {
        StringBuilder page = new StringBuilder("""
            # Command line

            Written by the build from the declarations; do not edit. `./mvnw verify -Dgolden=write` rewrites it.

            `proxmox-mcp [COMMAND] [OPTIONS]`: without a command it serves an MCP client over standard input and output.
            What commands answer goes to standard output, all else to standard error. Colours and bars are shown on a
            terminal only, and never when `NO_COLOR` is set or `TERM` is `dumb`. `--help` of a command shows what it takes.

            ## Exit status

            | status | meaning |
            |--:|---|
            | 0 | done; of `doctor`: no problem; of `sync`: everything was read |
            | 1 | it could not be done: a tool refused or failed, the cluster or the memory was out of reach; of `doctor`: a problem; of `sync`: something was not read |
            | 2 | wrong usage, arguments or configuration; nothing was tried |

            ## Shared options

            For the commands that name them below, before the command's name or after it.

            """);
        options(page, root.options().stream().filter(option -> !option.hidden()).toList());
        CommandWords.commands(root).forEach(command -> command(page, command));
        return page.toString();
    }

    private static void command(StringBuilder page, CommandSpec command) {
        page.append("\n## ")
                .append(command.qualifiedName().replaceFirst("^\\S+ ", ""))
                .append("\n\n`");
        page.append(CommandWords.synopsis(command)).append("`\n\n").append(CommandWords.described(command));
        page.append("\n");
        String shared = CommandWords.shared(command);
        if (!shared.isEmpty()) {
            page.append("\n").append(shared.replaceAll("--[a-z-]+", "`$0`")).append("\n");
        }
        List<OptionSpec> options = CommandWords.options(command).stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .toList();
        if (!options.isEmpty()) {
            page.append("\n");
            options(page, options);
        }
        String footer = CommandWords.footer(command);
        if (!footer.isEmpty()) {
            page.append("\n```\n").append(footer).append("\n```\n");
        }
        CommandWords.commands(command).forEach(inner -> command(page, inner));
    }

    private static void options(StringBuilder page, List<OptionSpec> options) {
        page.append("| option | meaning |\n|---|---|\n");
        options.forEach(option -> page.append("| `")
                .append(CommandWords.names(option).replace("|", "\\|"))
                .append("` | ")
                .append(CommandWords.described(option).replace("|", "\\|"))
                .append(" |\n"));
    }
}
