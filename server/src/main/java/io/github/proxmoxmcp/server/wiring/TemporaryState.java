package io.github.proxmoxmcp.server.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The demo's state, which ends with the process.
final class TemporaryState {

    private TemporaryState() {}

    /// @param undone takes what removes it
    static String file(Consumer<Runnable> undone) {
        try {
            Path folder = Files.createTempDirectory("proxmox-mcp-");
            undone.accept(() -> delete(folder));
            return folder.resolve("state.db").toString();
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file could be made for the demo's state", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> {
                boolean _ = file.delete();
            });
        } catch (IOException _) {
            // A temporary folder that stays behind harms nobody.
        }
    }
}
