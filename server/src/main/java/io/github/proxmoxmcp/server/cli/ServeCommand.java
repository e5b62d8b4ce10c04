package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.mcp.Offer;
import io.github.proxmoxmcp.server.mcp.ProtocolServer;
import io.github.proxmoxmcp.server.mcp.StdioTransport;
import io.github.proxmoxmcp.server.wiring.Instructions;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Serves an MCP client over standard input and output, or many over HTTP.
@Command(
        name = "serve",
        description = "Serve MCP clients: one over standard input and output (the default), or many over HTTP.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private final Program program;

    private final ServerOptions options;

    ServeCommand(Program program, ServerOptions options) {
        this.program = program;
        this.options = options;
    }

    @Override
    public Integer call() {
        return serve(program.configuration(options.settings()));
    }

    static int serve(Configuration configuration) {
        return configuration.http().isPresent()
                ? HttpServing.serve(configuration, configuration.http().get())
                : serveStdio(configuration);
    }

    private static int serveStdio(Configuration configuration) {
        // Standard output belongs to the protocol: whatever else prints goes to standard error.
        System.setOut(System.err);
        if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()) {
            System.err.println(
                    "proxmox-mcp: waiting for an MCP client on standard input, and there is a terminal. Usually a"
                            + " client starts this program: 'proxmox-mcp init' writes its entry. From the shell:"
                            + " 'proxmox-mcp call get_cluster_status', 'proxmox-mcp --help'. Ctrl+C ends it.");
        }
        Wiring wiring = Wiring.of(configuration, SteadyClock.system(), ZoneId.systemDefault());
        StdioTransport client = ProtocolServer.stdio(
                new Offer(
                        wiring::tools,
                        wiring::library,
                        wiring::stateKey,
                        ListFolders.prepared(configuration),
                        Program.version(),
                        Instructions.TEXT,
                        InstantSource.system()),
                () -> {
                    wiring.begin();
                    PortableBuild.begin(System.getenv());
                },
                System.in,
                new FileOutputStream(FileDescriptor.out));
        try (ShutdownHook _ = new ShutdownHook(() -> {
            wiring.leave();
            client.close();
            wiring.close();
        })) {
            client.serve();
        }
        return 0;
    }
}
