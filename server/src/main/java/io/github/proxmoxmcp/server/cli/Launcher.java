package io.github.proxmoxmcp.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How this program can be started once more: by its launcher, or, where there is none (tests, an IDE), by the same
/// Java runtime with the same class path.
final class Launcher {

    private Launcher() {}

    static List<String> command() {
        return launcher().map(List::of).orElseGet(Launcher::java);
    }

    /// What to write into a client's configuration.
    static String path() {
        return launcher().orElse("/path/to/proxmox-mcp/bin/proxmox-mcp");
    }

    private static Optional<String> launcher() {
        return Optional.ofNullable(System.getProperty("proxmox-mcp.launcher"))
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString());
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(Arrays.asList("io.github.proxmoxmcp.server.Main"));
        return command;
    }
}
