package io.github.proxmoxmcp.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

class SqliteQueryTest extends QueryContract {

    SqliteQueryTest() {
        super(file());
    }

    private static StoreLocation file() {
        try {
            return new StoreLocation.File(Files.createTempDirectory("query").resolve("state.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
