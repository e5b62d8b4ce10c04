package io.github.proxmoxmcp.persistence;

class PostgresHostileLogTest extends HostileLogContract {

    @Override
    protected StoreLocation location() {
        return PostgresServer.newDatabase();
    }
}
