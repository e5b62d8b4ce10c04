package io.github.proxmoxmcp.persistence;

class PostgresRecordingTest extends RecordingContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }
}
