package io.github.proxmoxmcp.persistence;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class SqliteHostileLogTest extends HostileLogContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @TempDir
    private Path folder;

    @Override
    protected StoreLocation location() {
        return StoreLocation.parse(
                folder.resolve(DATABASES.incrementAndGet() + ".db").toString());
    }
}
