package io.github.proxmoxmcp.persistence;

class PostgresKeptSessionTest extends KeptSessionContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }
}
