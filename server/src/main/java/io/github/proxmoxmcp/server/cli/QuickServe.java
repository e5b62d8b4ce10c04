package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.config.CommandSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Understands `serve` with its options, which is what MCP clients start, without the command line's library: its class
/// files are too old for the AOT cache, and loading them costs a good part of the start-up. All else (help, mistakes,
/// other commands) is left to that library.
final class QuickServe {

    private static final List<String> OPTIONS = List.of("--access", "--config", "--state");

    private QuickServe() {}

    /// The options of a plain `serve`; empty when the arguments are anything else.
    static Optional<CommandSettings> settings(String[] arguments) {
        Map<String, String> values = new HashMap<>();
        Iterator<String> rest = Arrays.stream(arguments)
                .skip(arguments.length > 0 && arguments[0].equals("serve") ? 1 : 0)
                .iterator();
        while (rest.hasNext()) {
            String[] parts = rest.next().split("=", 2);
            boolean demo = parts[0].equals("--demo");
            boolean known = demo || OPTIONS.contains(parts[0]);
            boolean cut = parts.length == 1 && !demo && !rest.hasNext();
            if (!known || cut || values.containsKey(parts[0])) {
                return Optional.empty();
            }
            values.put(parts[0], parts.length == 2 ? parts[1] : demo ? "" : rest.next());
        }
        return Optional.of(new CommandSettings(
                Optional.ofNullable(values.get("--access")),
                Optional.ofNullable(values.get("--config")),
                Optional.ofNullable(values.get("--state")),
                Optional.ofNullable(values.get("--demo"))));
    }
}
