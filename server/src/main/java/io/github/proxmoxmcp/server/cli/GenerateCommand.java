package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.manifest.ManifestSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes what shells and manuals want to know of the command line, from the command line itself.
@Command(
        name = "generate",
        description = "Print a completion script or the manual page, or make the AOT cache.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "bash: proxmox-mcp generate bash > ~/.local/share/bash-completion/completions/proxmox-mcp",
            "zsh:  proxmox-mcp generate zsh > a file _proxmox-mcp in a folder of $fpath",
            "fish: proxmox-mcp generate fish > ~/.config/fish/completions/proxmox-mcp.fish",
            "man:  proxmox-mcp generate man | man -l -",
            "manifest-schema: the JSON Schema of manifests, for an editor.",
            "cache: makes what lets the portable build start quickly on the Java at hand; 'serve' does it by itself."
        })
final class GenerateCommand implements Callable<Integer> {

    private static final Map<String, Function<CommandLine, String>> KINDS = Map.of(
            "bash", line -> AutoComplete.bash("proxmox-mcp", line),
            "zsh", GenerateCommand::zsh,
            "fish", line -> FishCompletion.of(line.getCommandSpec()),
            "man", line -> ManualPage.of(line.getCommandSpec()),
            "markdown", line -> CommandReference.of(line.getCommandSpec()),
            "manifest-schema", _ -> ManifestSchema.text());

    @Parameters(
            index = "0",
            paramLabel = "bash|zsh|fish|man|markdown|manifest-schema|cache",
            description = "What to print or make.")
    private String kind = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The cache's file (default: where the launcher of the portable build looks for it).")
    private @Nullable Path file;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (kind.equals("cache")) {
            makeCache();
            return 0;
        }
        Function<CommandLine, String> writer = KINDS.getOrDefault(kind, _ -> {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "'" + kind + "' is not one of bash, zsh, fish, man, markdown, manifest-schema, cache");
        });
        spec.commandLine().getOut().print(writer.apply(spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void makeCache() throws IOException {
        if (file != null) {
            CacheTraining.make(file);
        } else {
            PortableBuild.make(PortableBuild.folder()
                    .orElseThrow(() -> new ConfigurationException(
                            "generate cache: this build has its cache from the start; only the"
                                    + " portable one makes its own")));
        }
    }

    /// The script is made for both shells. zsh reads it as the body of a function when it completes for the first time:
    /// its options must not outlive it, an alias in it comes too late, and that first time wants an answer too.
    private static String zsh(CommandLine line) {
        return """
            #compdef proxmox-mcp
            setopt local_options
            autoload -U +X bashcompinit && bashcompinit
            function compopt { : }
            %s
            [ "${funcstack[1]}" = _proxmox-mcp ] && _bash_complete -o default -F _complete_proxmox-mcp
            """.formatted(AutoComplete.bash("proxmox-mcp", line));
    }
}
