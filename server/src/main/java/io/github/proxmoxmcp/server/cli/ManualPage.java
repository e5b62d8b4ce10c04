package io.github.proxmoxmcp.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command line as a manual page, for `man`.
final class ManualPage {

    private ManualPage() {}

    static String of(CommandSpec root) {
        StringBuilder page = new StringBuilder(".TH PROXMOX-MCP 1 \"\" \"proxmox-mcp " + Program.version() + "\"\n");
        page.append(".SH NAME\nproxmox-mcp \\- ").append(text(CommandWords.described(root)));
        page.append("\n.SH SYNOPSIS\n.B proxmox-mcp\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]\n");
        page.append(".SH DESCRIPTION\nWithout a command it serves an MCP client over standard input and output.\n");
        page.append(".SH OPTIONS\n");
        root.options().stream().filter(option -> !option.hidden()).forEach(option -> option(page, option));
        page.append(".SH COMMANDS\n");
        CommandWords.commands(root).forEach(command -> command(page, command));
        page.append(".SH EXIT STATUS\n.TP\n.B 0\nDone.\n.TP\n.B 1\nIt could not be done, or not in full.\n");
        page.append(".TP\n.B 2\nWrong usage or configuration; nothing was tried.\n");
        page.append(".SH ENVIRONMENT\n").append(text(CommandWords.footer(root))).append("\n");
        page.append(".SH FILES\n.TP\n.I ~/.config/proxmox-mcp/config.yaml\nThe configuration.\n");
        page.append(".TP\n.I ~/.local/share/proxmox-mcp/state.db\nThe memory.\n");
        return page.toString();
    }

    private static void command(StringBuilder page, CommandSpec command) {
        page.append(".SS ").append(text(CommandWords.synopsis(command))).append("\n");
        page.append(text(CommandWords.described(command))).append("\n");
        page.append(text(CommandWords.shared(command))).append("\n");
        CommandWords.options(command).stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .forEach(option -> option(page, option));
        String footer = CommandWords.footer(command);
        if (!footer.isEmpty()) {
            page.append(".PP\n.nf\n").append(text(footer)).append("\n.fi\n");
        }
        CommandWords.commands(command).forEach(inner -> command(page, inner));
    }

    private static void option(StringBuilder page, OptionSpec option) {
        page.append(".TP\n.B ").append(text(CommandWords.names(option))).append("\n");
        page.append(text(CommandWords.described(option))).append("\n");
    }

    /// A line must not begin with a dot or an apostrophe, and a backslash is roff's own.
    private static String text(String plain) {
        return plain.replace("…", "...")
                .replace("\\", "\\e")
                .replace("-", "\\-")
                .replaceAll("(?m)^([.'])", "\\\\&$1");
    }
}
