package io.github.proxmoxmcp.server.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Which of [ServerOptions] a command makes use of. The others are taken from it: its help shows what matters, and what
/// does not is refused and not ignored.
final class SharedOptions {

    private static final List<String> STORE = List.of("--config", "--state");

    private static final Map<String, List<String>> BY_COMMAND = Map.ofEntries(
            Map.entry("demo", List.of()),
            Map.entry("generate", List.of()),
            Map.entry("init", List.of("--access", "--config")),
            Map.entry("doctor", List.of("--access", "--config", "--state")),
            Map.entry("call", List.of("--access", "--config", "--state", "--demo")),
            Map.entry("tools", List.of("--access", "--config", "--demo")),
            Map.entry("sync", List.of("--config", "--state", "--demo")),
            Map.entry("export", List.of("--config", "--state", "--demo")),
            Map.entry("check", List.of()),
            Map.entry("plan", List.of("--config", "--state", "--demo")),
            Map.entry("apply", List.of("--access", "--config", "--state", "--demo")),
            Map.entry("drift", List.of("--config", "--state", "--demo")),
            Map.entry("token", STORE),
            Map.entry("token add", List.of("--access", "--config", "--state")),
            Map.entry("plans", STORE),
            Map.entry("approve", STORE),
            Map.entry("deny", STORE),
            Map.entry("audit", STORE),
            Map.entry("freeze", STORE),
            Map.entry("unfreeze", STORE),
            Map.entry("operator", STORE),
            Map.entry("passkey", STORE));

    private SharedOptions() {}

    /// Takes from each command below what it has no use for; one that is not listed keeps what the one above it has.
    static void settle(CommandLine line) {
        line.getSubcommands().values().forEach(command -> settle(command, List.of()));
    }

    private static void settle(CommandLine command, List<String> above) {
        CommandSpec spec = command.getCommandSpec();
        String name = spec.qualifiedName().replaceFirst("^\\S+ ", "");
        List<String> used = name.equals("serve") ? names(spec) : BY_COMMAND.getOrDefault(name, above);
        command.getSubcommands().values().forEach(inner -> settle(inner, used));
        List.copyOf(spec.options()).stream()
                .filter(OptionSpec::inherited)
                .filter(option -> !used.contains(option.longestName()))
                .forEach(spec::remove);
    }

    /// The names of those that a command has.
    static List<String> names(CommandSpec command) {
        return command.options().stream()
                .filter(OptionSpec::inherited)
                .map(OptionSpec::longestName)
                .toList();
    }
}
