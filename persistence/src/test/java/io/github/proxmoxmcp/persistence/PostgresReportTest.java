package io.github.proxmoxmcp.persistence;

class PostgresReportTest extends ReportContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }
}
