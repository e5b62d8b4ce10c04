package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.CatalogueStore;
import io.github.proxmoxmcp.persistence.Changes;
import io.github.proxmoxmcp.persistence.ClusterStore;
import io.github.proxmoxmcp.persistence.GuestStore;
import io.github.proxmoxmcp.persistence.HistoryStore;
import io.github.proxmoxmcp.persistence.Leases;
import io.github.proxmoxmcp.persistence.Maintenance;
import io.github.proxmoxmcp.persistence.NodeStore;
import io.github.proxmoxmcp.persistence.PendingStore;
import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.Recorder;
import io.github.proxmoxmcp.persistence.ReportStore;
import io.github.proxmoxmcp.persistence.SearchStore;
import io.github.proxmoxmcp.persistence.SnapshotStore;
import io.github.proxmoxmcp.persistence.StorageStore;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AcknowledgementStore;
import io.github.proxmoxmcp.persistence.acting.AuditLog;
import io.github.proxmoxmcp.persistence.acting.ManifestStore;
import io.github.proxmoxmcp.persistence.acting.OperatorStore;
import io.github.proxmoxmcp.persistence.acting.PasskeyStore;
import io.github.proxmoxmcp.persistence.acting.PlanStore;
import io.github.proxmoxmcp.persistence.acting.WriteStops;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.notice.NoticeStore;
import io.github.proxmoxmcp.persistence.session.AccessTokens;
import io.github.proxmoxmcp.persistence.session.PageSessions;
import io.github.proxmoxmcp.persistence.session.SessionStore;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Present;
import io.github.proxmoxmcp.persistence.task.TaskStore;
import java.time.InstantSource;

/// A memory in an SQL database.
public final class SqlStore implements Store {

    private final Database database;

    private final Present present;
    private final InstantSource clock;

    SqlStore(Database database, InstantSource clock) {
        this.database = database;
        this.present = new Present(database);
        this.clock = clock;
    }

    /// Opens or makes the one at this place.
    public static SqlStore open(StoreLocation location, InstantSource clock) {
        Database database = switch (location) {
            case StoreLocation.File file -> SqliteDatabase.open(file);
            case StoreLocation.Postgres postgres -> PostgresDatabase.open(postgres);
        };
        return new SqlStore(database, clock);
    }

    @Override
    public Recorder recorder() {
        return new SqlRecorder(database);
    }

    @Override
    public ClusterStore clusters() {
        return new SqlClusterStore(database);
    }

    @Override
    public NodeStore nodes() {
        return new SqlNodeStore(database);
    }

    @Override
    public GuestStore guests() {
        return new SqlGuestStore(database, present);
    }

    @Override
    public StorageStore storages() {
        return new SqlStorageStore(database);
    }

    @Override
    public TaskStore tasks() {
        return new SqlTaskStore(database);
    }

    @Override
    public SnapshotStore snapshots() {
        return new SqlSnapshotStore(database);
    }

    @Override
    public HistoryStore history() {
        return new SqlHistoryStore(database);
    }

    @Override
    public QueryStore queries() {
        return new SqlQueryStore(database, clock);
    }

    @Override
    public Leases leases() {
        return new SqlLeases(database);
    }

    @Override
    public InventoryStore inventory() {
        return new SqlInventoryStore(database, present);
    }

    @Override
    public ReportStore reports() {
        return new SqlReportStore(database);
    }

    @Override
    public PendingStore pending() {
        return new SqlPendingStore(database);
    }

    @Override
    public SearchStore search() {
        return new SqlSearchStore(database, present);
    }

    @Override
    public AuditLog audit() {
        return new SqlAuditLog(database);
    }

    @Override
    public PlanStore plans() {
        return new SqlPlanStore(database);
    }

    @Override
    public AcknowledgementStore acknowledgements() {
        return new SqlAcknowledgementStore(database);
    }

    @Override
    public ManifestStore manifests() {
        return new SqlManifestStore(database);
    }

    @Override
    public OperatorStore operators() {
        return new SqlOperatorStore(database);
    }

    @Override
    public PasskeyStore passkeys() {
        return new SqlPasskeyStore(database);
    }

    @Override
    public NoticeStore notices() {
        return new SqlNoticeStore(database);
    }

    @Override
    public WriteStops writeStops() {
        return new SqlWriteStops(database);
    }

    @Override
    public AccessTokens accessTokens() {
        return new SqlAccessTokens(database);
    }

    @Override
    public SessionStore keptSessions() {
        return new SqlSessionStore(database);
    }

    @Override
    public PageSessions pageSessions() {
        return new SqlPageSessions(database);
    }

    @Override
    public CatalogueStore catalogues() {
        return new SqlCatalogueStore(database);
    }

    @Override
    public Maintenance maintenance() {
        return new SqlMaintenance(database);
    }

    @Override
    public Changes changes() {
        return database.changes();
    }

    @Override
    public void close() {
        database.close();
    }
}
