package io.github.proxmoxmcp.persistence;

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
import io.github.proxmoxmcp.persistence.task.TaskStore;

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

    PendingStore pending();

    SearchStore search();

    AuditLog audit();

    PlanStore plans();

    ManifestStore manifests();

    OperatorStore operators();

    PasskeyStore passkeys();

    AcknowledgementStore acknowledgements();

    NoticeStore notices();

    WriteStops writeStops();

    AccessTokens accessTokens();

    SessionStore keptSessions();

    PageSessions pageSessions();

    CatalogueStore catalogues();

    Maintenance maintenance();

    /// For one thread that waits.
    Changes changes();

    @Override
    void close();
}
