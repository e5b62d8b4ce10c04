package io.github.proxmoxmcp.persistence;

/// An open memory: all that is known of any number of clusters, in one SQLite file or one PostgreSQL database.
public interface Store extends AutoCloseable {

    Recorder recorder();

    ClusterStore clusters();

    NodeStore nodes();

    GuestStore guests();

    StorageStore storages();

    TaskStore tasks();

    SnapshotStore snapshots();

    HistoryStore history();

    QueryStore queries();

    Leases leases();

    InventoryStore inventory();

    ReportStore reports();

    SearchStore search();

    AuditLog audit();

    PlanStore plans();

    OperatorStore operators();

    WriteStops writeStops();

    AccessTokens accessTokens();

    SessionStore keptSessions();

    CatalogueStore catalogues();

    Maintenance maintenance();

    /// For one thread that waits.
    Changes changes();

    @Override
    void close();
}
