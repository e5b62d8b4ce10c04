package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.cli.screen.Interruption;
import io.github.proxmoxmcp.server.cli.screen.TemporaryFolder;
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
        DemoSettings settings = DemoSettings.parse(cluster);
        try (Interruption _ = new Interruption()) {
            tour(settings, Files.createTempDirectory("proxmox-mcp-demo-"));
        }
        return 0;
    }

    private void tour(DemoSettings settings, Path folder) throws IOException {
        try (TemporaryFolder _ = new TemporaryFolder(folder);
                DemoCluster demo = DemoCluster.start(settings)) {
            configure(folder, demo);
            say("A simulated Proxmox VE cluster is running: " + settings.nodes() + " nodes, " + settings.guests()
                    + " guests, at " + demo.url() + ".");
            say("This server was started beside it, as Claude Desktop would start it (over stdio, access 'operate').");
            Map<String, String> environment =
                    Map.of("DEMO_TOKEN", demo.token(TokenLevel.FULL), "PROXMOX_MCP_LOG", "warn");
            try (ToolClient client = ToolClient.start(server(folder), environment, this::progress)) {
                new DemoTour(client, demo.world(), this::say, this::out).run();
            }
            say("That was it. Now your own cluster: 'init' asks for its address, shows how to make a token that"
                    + " may only read, and writes the entry of Claude Desktop and other clients:");
            out("    " + Launcher.path() + " init");
            say("Or ask this simulated one more, without a client:");
            out("    " + Launcher.path() + " call list_vms status=running --demo");
            say("Or look at one in the browser, where every two minutes something goes wrong, at"
                    + " http://127.0.0.1:8765/ while this runs:");
            out("    " + Launcher.path() + " serve --http 8765 --http-no-auth --demo=incidents=120 --access operate");
        }
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
}
