package io.github.proxmoxmcp.persistence;

class PostgresHistoryTest extends HistoryContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }
}
