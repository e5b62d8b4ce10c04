package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.DemoSettings;
import io.github.proxmoxmcp.demo.TokenLevel;
import io.github.proxmoxmcp.server.mcp.ToolClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A guided tour: starts a simulated cluster and this very server as an MCP client would, asks, acts, and looks at what
/// changed. Nothing in it is prepared; what is printed is what the server answered.
@Command(
        name = "demo",
        description = "A guided tour on a simulated cluster; ends by itself in some seconds.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--cluster", paramLabel = "nodes=3,guests=40,seed=1", description = "What the cluster is made of.")
    private String cluster = "nodes=3,guests=40,seed=1";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("proxmox-mcp-demo-");
        DemoSettings settings = DemoSettings.parse(cluster);
        try (DemoCluster demo = DemoCluster.start(settings)) {
            configure(folder, demo);
            say("A simulated Proxmox VE cluster is running: " + settings.nodes() + " nodes, " + settings.guests()
                    + " guests, at " + demo.url() + ".");
            say("This server was started beside it, as Claude Desktop would start it (over stdio, access 'operate').");
            Map<String, String> environment =
                    Map.of("DEMO_TOKEN", demo.token(TokenLevel.FULL), "PROXMOX_MCP_LOG", "warn");
            try (ToolClient client = ToolClient.start(server(folder), environment, this::progress)) {
                new DemoTour(client, demo.world(), this::say, this::out).run();
            }
            say("That was it. To use it with your own cluster, put this into claude_desktop_config.json:");
            out(clientConfiguration());
            say("PROXMOX_FINGERPRINT may be left out when the certificate is one that your system trusts."
                    + " A token that may only read: pveum user token add root@pam mcp --privsep 1 &&"
                    + " pveum acl modify / --tokens 'root@pam!mcp' --roles PVEAuditor");
        } finally {
            deleteAll(folder);
        }
        return 0;
    }

    private static List<String> server(Path folder) {
        List<String> command = new ArrayList<>(Launcher.command());
        command.addAll(List.of(
                "serve",
                "--access",
                "operate",
                "--config",
                folder.resolve("config.yaml").toString(),
                "--state",
                folder.resolve("state.db").toString()));
        return command;
    }

    /// The configuration that somebody with this cluster would write.
    private static void configure(Path folder, DemoCluster demo) throws IOException {
        Files.writeString(folder.resolve("config.yaml"), """
            clusters:
              demo:
                url: %s
                token_env: DEMO_TOKEN
                fingerprint: %s
            """.formatted(demo.url(), demo.fingerprint()));
    }

    private String clientConfiguration() {
        return """
            {
              "mcpServers": {
                "proxmox": {
                  "command": "%s",
                  "env": {
                    "PROXMOX_URL": "https://pve1.example:8006",
                    "PROXMOX_TOKEN_FILE": "/path/to/a/file/with/USER@REALM!ID=SECRET",
                    "PROXMOX_FINGERPRINT": "AA:BB:…"
                  }
                }
              }
            }
            """.formatted(Launcher.path());
    }

    private void progress(String message) {
        out("    … " + message);
    }

    private void say(String text) {
        out("");
        out(spec.commandLine().getColorScheme().ansi().string("@|bold " + text.replace("|@", "") + "|@"));
    }

    private void out(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
