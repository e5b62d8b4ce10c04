package io.github.proxmoxmcp.server.cli.screen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder without inner ones that goes, with all in it, when what a command did in it is over.
public record TemporaryFolder(Path path) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        try (var files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(path);
    }
}
