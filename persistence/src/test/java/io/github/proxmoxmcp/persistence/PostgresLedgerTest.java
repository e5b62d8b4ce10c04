package io.github.proxmoxmcp.persistence;

class PostgresLedgerTest extends LedgerContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }
}
