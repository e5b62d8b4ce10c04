package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.cli.screen.Terminal;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.setup.Doctor;
import io.github.proxmoxmcp.server.setup.McpClient;
import io.github.proxmoxmcp.server.setup.Needs;
import io.github.proxmoxmcp.server.setup.Setup;
import io.github.proxmoxmcp.server.setup.SetupRequest;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Sets the program up for a cluster, with a person at the terminal or with flags alone.
@Command(
        name = "init",
        description = "Connect a cluster: certificate, token, configuration, MCP clients.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Asks for what is not given. Without a terminal:",
            "  proxmox-mcp init --url https://pve1:8006 --fingerprint AA:BB:… --token-file ~/pve.token --yes",
            "The secret is sent only to a server whose certificate was accepted, and is never an argument."
        })
final class InitCommand implements Callable<Integer> {

    private final Program program;

    private final ServerOptions options;

    @Option(names = "--url", paramLabel = "URL[,URL]", description = "Endpoints of the cluster, https://HOST:8006.")
    private @Nullable String url;

    @Option(
            names = "--fingerprint",
            paramLabel = "AA:BB:…",
            description = "The certificate's SHA-256 fingerprint, as 'pvenode cert info' shows it on the node.")
    private @Nullable String fingerprint;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "The cluster's own authority, /etc/pve/pve-root-ca.pem of a node, instead of a fingerprint.")
    private @Nullable Path caFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file that holds USER@REALM!ID=SECRET, mode 0600; it is used where it is.")
    private @Nullable Path tokenFile;

    @Option(names = "--name", description = "What to call the cluster (default: as it calls itself).")
    private @Nullable String name;

    @Option(
            names = "--see-backups",
            description = "Also print the privileges without which Proxmox hides backups and guests' disks"
                    + " from a token that only reads.")
    private boolean seeing;

    @Option(
            names = "--client",
            split = ",",
            paramLabel = "CLIENT",
            description = "Write the entry of claude-desktop, claude-code, vscode or cursor; none: of no client"
                    + " (default: offer those that are found).")
    private @Nullable List<String> clients;

    @Option(
            names = {"-y", "--yes"},
            description = "Write without asking; a certificate is never accepted by it.")
    private boolean yes;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    InitCommand(Program program, ServerOptions options) {
        this.program = program;
        this.options = options;
    }

    @Override
    public Integer call() {
        CommandSettings given = options.settings();
        McpClient.Place place = program.place();
        Path configuration =
                given.config().map(Path::of).orElseGet(() -> place.ours().resolve("config.yaml"));
        Terminal terminal = new Terminal(spec.commandLine().getOut(), yes);
        Needs needs = new Needs(Wiring.allTools());
        String cluster = new Setup(needs, terminal, place, Launcher.command())
                .run(new SetupRequest(
                        Optional.ofNullable(url),
                        Optional.ofNullable(fingerprint),
                        Optional.ofNullable(caFile),
                        Optional.ofNullable(tokenFile),
                        Optional.ofNullable(name),
                        given.access().map(InitCommand::access),
                        seeing,
                        Optional.ofNullable(clients).map(InitCommand::clients),
                        configuration));
        terminal.say("");
        Configuration configured = program.configuration(configuration);
        int status = new DoctorReport(spec.commandLine())
                .show(new Doctor(needs, InstantSource.system(), place, false).examine(configured));
        if (status == 0) {
            terminal.say("Ask something: proxmox-mcp call get_cluster_status"
                    + (configured.clusters().size() > 1 ? " cluster=" + cluster : "")
                    + given.config().map(file -> " --config " + file).orElse(""));
        }
        return status;
    }

    private static List<McpClient> clients(List<String> names) {
        return names.equals(List.of("none"))
                ? List.of()
                : names.stream().map(McpClient::named).toList();
    }

    private static Access access(String text) {
        return Arrays.stream(Access.values())
                .filter(level -> level.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                        new ConfigurationException("--access must be read, operate or admin, not '" + text + "'"));
    }
}
