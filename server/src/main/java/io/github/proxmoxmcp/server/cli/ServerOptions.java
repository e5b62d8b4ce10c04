package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.config.CommandSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command takes, before its name or after it.
final class ServerOptions {

    @Option(
            names = "--access",
            scope = ScopeType.INHERIT,
            paramLabel = "read|operate|admin",
            description = "What callers may do; tools above it do not exist (default: as configured, else read).")
    private @Nullable String access;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Configuration file (YAML).")
    private @Nullable String config;

    @Option(
            names = "--state",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE|JDBC-URL",
            description = "Where the memory is kept: a SQLite file or a PostgreSQL database.")
    private @Nullable String state;

    @Option(
            names = "--demo",
            scope = ScopeType.INHERIT,
            paramLabel = "nodes=3,guests=40,seed=1",
            description = "Use a simulated cluster inside this process, with its state in a temporary file.")
    private @Nullable String demo;

    @Option(
            names = "--http",
            scope = ScopeType.INHERIT,
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "[HOST:]PORT",
            description =
                    "Serve over HTTP instead of standard input and output: /mcp, and /sse for older clients. Without"
                            + " a value: at http.listen of the configuration, or 127.0.0.1:8765.")
    private @Nullable String http;

    @Option(
            names = "--http-no-auth",
            scope = ScopeType.INHERIT,
            description = "Let in everyone who can connect, without a token; on loopback only.")
    private boolean httpNoAuth;

    @Option(
            names = "--behind-proxy",
            scope = ScopeType.INHERIT,
            description = "A proxy in front ends TLS and tells the caller's address (X-Forwarded-For).")
    private boolean behindProxy;

    CommandSettings settings() {
        return new CommandSettings(
                Optional.ofNullable(access),
                Optional.ofNullable(config),
                Optional.ofNullable(state),
                Optional.ofNullable(demo),
                Optional.ofNullable(http),
                httpNoAuth,
                behindProxy);
    }
}
