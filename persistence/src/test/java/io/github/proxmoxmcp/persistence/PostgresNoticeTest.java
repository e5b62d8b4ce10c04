package io.github.proxmoxmcp.persistence;

class PostgresNoticeTest extends NoticeContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }
}
