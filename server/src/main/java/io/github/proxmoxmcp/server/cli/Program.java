package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.config.HomeDirectory;
import io.github.proxmoxmcp.server.setup.McpClient;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What every command starts from: the environment, and how it is read.
public final class Program {

    private final Map<String, String> environment;

    public Program(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Runs what the arguments say and returns the exit status.
    public int run(String[] arguments) throws Exception {
        AotCache.begin();
        PortableBuild.prepare();
        Optional<CommandSettings> serve = QuickServe.settings(arguments);
        if (serve.isEmpty()) {
            return ProxmoxMcp.run(this, arguments);
        }
        try {
            return ServeCommand.serve(configuration(serve.get()));
        } catch (RuntimeException e) {
            return Failures.explain(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
    }

    /// The checked configuration for a command with these options.
    Configuration configuration(CommandSettings given) {
        return new ConfigurationReader(environment, place().home()).read(given);
    }

    Map<String, String> environment() {
        return environment;
    }

    /// Whether the terminal can do no more than print one line after the other.
    boolean isDumb() {
        return "dumb".equals(environment.get("TERM"));
    }

    /// What a configuration file says by itself.
    Configuration configuration(Path file) {
        Map<String, String> others = new HashMap<>(environment);
        others.remove("PROXMOX_URL");
        others.remove("PROXMOX_TOKEN");
        others.remove("PROXMOX_TOKEN_FILE");
        others.put("PROXMOX_MCP_CONFIG", file.toAbsolutePath().toString());
        return new ConfigurationReader(others, place().home()).read(CommandSettings.none());
    }

    /// Whose home this is, and where programs keep their configuration in it.
    McpClient.Place place() {
        String os = System.getProperty("os.name", "");
        return new McpClient.Place(HomeDirectory.of(environment, os), os, environment);
    }

    /// What `--version` and the server's own introduction say.
    static String version() {
        return Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
