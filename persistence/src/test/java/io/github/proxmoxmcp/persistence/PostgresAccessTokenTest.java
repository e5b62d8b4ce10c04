package io.github.proxmoxmcp.persistence;

class PostgresAccessTokenTest extends AccessTokenContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }
}
