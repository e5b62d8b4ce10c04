package io.github.proxmoxmcp.persistence;

class PostgresTaskTest extends TaskContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }
}
