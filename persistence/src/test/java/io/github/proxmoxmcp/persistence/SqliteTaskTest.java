package io.github.proxmoxmcp.persistence;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTaskTest extends TaskContract {

    @TempDir
    private Path folder;

    @Override
    protected StoreLocation location() {
        return new StoreLocation.File(folder.resolve("state.db"));
    }
}
