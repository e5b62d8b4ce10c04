package io.github.proxmoxmcp.persistence;

class PostgresListTest extends ListContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }
}
