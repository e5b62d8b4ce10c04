package io.github.proxmoxmcp.server;

import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// A SQLite store that has its schema and nothing else: making one takes a third of a second of processor, and hundreds
/// of tests want one.
public final class EmptyStore {

    private EmptyStore() {}

    /// The file of the store in a folder; a copy of the empty one, unless it is there already.
    public static Path in(Path folder) {
        Path file = folder.resolve("state.db");
        try {
            if (!Files.exists(file)) {
                Files.write(file, Once.BYTES);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Once {

        private static final byte[] BYTES = make();

        private static byte[] make() {
            try {
                Path folder = Files.createTempDirectory("empty-store");
                Path file = folder.resolve("state.db");
                Stores.open(new StoreLocation.File(file), InstantSource.system())
                        .close();
                byte[] bytes = Files.readAllBytes(file);
                Files.delete(file);
                Files.delete(folder);
                return bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
