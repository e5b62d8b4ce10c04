package io.github.proxmoxmcp.persistence;

class PostgresQueryTest extends QueryContract {

    PostgresQueryTest() {
        super(PostgresServer.newDatabase());
    }
}
