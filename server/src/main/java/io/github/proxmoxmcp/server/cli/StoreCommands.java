package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.DataDirectory;
import io.github.proxmoxmcp.server.tool.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What the commands that work on the store alone have in common.
record StoreCommands(Program program, ServerOptions options, InstantSource clock) {

    /// Opens the store that the servers use, and closes it.
    <T> T with(BiFunction<Store, Configuration, T> work) {
        Configuration configuration = program.configuration(options.settings());
        String state = configuration
                .state()
                .orElseThrow(() -> new ConfigurationException(
                        "a demo without --state keeps nothing: name the state of the server with --state"));
        try (Store store = Stores.open(StoreLocation.parse(state), clock)) {
            return work.apply(store, configuration);
        }
    }

    /// The file of the operator's key: given, named in the environment, or `operator.key` in the data directory.
    OperatorFile operatorFile(@Nullable Path given) {
        Path path = Optional.ofNullable(given)
                .or(() -> Optional.ofNullable(program.environment().get("PROXMOX_MCP_OPERATOR_KEY"))
                        .map(Path::of))
                .orElseGet(() -> DataDirectory.of(
                                program.environment(),
                                System.getProperty("os.name", ""),
                                program.place().home())
                        .resolve("operator.key"));
        return new OperatorFile(path, program.environment());
    }

    /// The person at the keyboard, as the audit names them.
    static String person() {
        return "os user " + System.getProperty("user.name", "unknown");
    }

    /// For a script, and for a terminal too: what is not seen is spelled out.
    static String json(Object value) {
        return Printable.spelled(JsonMapper.shared().writeValueAsString(value));
    }

    static void print(PrintWriter out, OutputFormat format, Object json, String text) {
        out.println(
                switch (format) {
                    case TEXT -> text;
                    case JSON -> json(json);
                });
        out.flush();
    }
}
