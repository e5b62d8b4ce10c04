package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.config.CacheDirectory;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.mcp.PreparedLists;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where lists lie that were written by an earlier process: beside the program for what is usual, which the build
/// wrote, and in the user's cache folder for what is configured otherwise.
final class ListFolders {

    private ListFolders() {}

    static PreparedLists prepared(Configuration configuration) {
        Path home = Path.of(System.getProperty("java.home")).resolve("..").normalize();
        Optional<String> build = build(home);
        if (build.isEmpty()) {
            // Not the built program, whose classes may be others at any moment.
            return PreparedLists.none();
        }
        Path cache = CacheDirectory.of(
                System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
        return PreparedLists.of(
                build.get() + " " + Wiring.listed(configuration), List.of(home.resolve("lib/lists"), cache));
    }

    /// What the program is made of.
    private static Optional<String> build(Path home) {
        try {
            Path list = home.resolve("lib/proxmox-mcp.build");
            return Files.exists(list) ? Optional.of(Files.readString(list).strip()) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
