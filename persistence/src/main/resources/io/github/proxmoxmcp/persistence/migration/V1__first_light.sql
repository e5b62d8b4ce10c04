-- One text for SQLite and PostgreSQL; ${identity} is a primary key that numbers itself, ${clustered} makes SQLite keep
-- the rows in the order of their key instead of beside it. Moments are epoch milliseconds.
--
-- Temporal tables end with the same five columns: a row holds from valid_from up to valid_to (null: it holds now);
-- unknown_since marks an open row of which nobody can tell at present. opened_by is the id of the task that made it so,
-- closed_by that of the task that ended the thing (an end by change stands in the next row's opened_by); both only where
-- it is certain, and no reference that is enforced: tasks are forgotten earlier than changes.

-- forgotten_until: of the time before it only remains what pinned state snapshots need.
create table known_cluster (
    id integer not null primary key,
    name text not null unique,
    guests_seen_at bigint,
    forgotten_until bigint
);

create table cluster_state (
    cluster integer not null references known_cluster (id),
    name text,
    quorate boolean,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, valid_from)
) ${clustered};
create unique index cluster_state_now on cluster_state (cluster) where valid_to is null;

create table node (
    cluster integer not null references known_cluster (id),
    name text not null,
    status text not null,
    ip text,
    cpus integer,
    memory_bytes bigint,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index node_now on node (cluster, name) where valid_to is null;
create index node_opened on node (cluster, valid_from);
create index node_closed on node (cluster, valid_to) where valid_to is not null;

create table node_detail (
    cluster integer not null references known_cluster (id),
    name text not null,
    version text not null,
    kernel text,
    cpu_model text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index node_detail_now on node_detail (cluster, name) where valid_to is null;
create index node_detail_opened on node_detail (cluster, valid_from);
create index node_detail_closed on node_detail (cluster, valid_to) where valid_to is not null;

-- incarnation: 1 for the first guest that had the vmid, 2 for the next one that used it again.
create table guest (
    cluster integer not null references known_cluster (id),
    vmid integer not null,
    incarnation integer not null,
    kind text not null,
    name text,
    node text not null,
    status text not null,
    template boolean not null,
    tags text not null,
    pool text,
    lock text,
    cpus double precision,
    memory_bytes bigint,
    ha_state text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, vmid, incarnation, valid_from)
) ${clustered};
create unique index guest_now on guest (cluster, vmid) where valid_to is null;
create index guest_name_now on guest (cluster, name) where valid_to is null;
create index guest_opened on guest (cluster, valid_from);
create index guest_closed on guest (cluster, valid_to) where valid_to is not null;

create table guest_config_entry (
    cluster integer not null references known_cluster (id),
    vmid integer not null,
    incarnation integer not null,
    key text not null,
    value text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, vmid, incarnation, key, valid_from)
) ${clustered};
create unique index guest_config_entry_now on guest_config_entry (cluster, vmid, key) where valid_to is null;
create index guest_config_entry_opened on guest_config_entry (cluster, valid_from);
create index guest_config_entry_closed on guest_config_entry (cluster, valid_to) where valid_to is not null;

create table guest_snapshot (
    cluster integer not null references known_cluster (id),
    vmid integer not null,
    incarnation integer not null,
    name text not null,
    parent text,
    description text,
    created_at bigint,
    with_memory boolean not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, vmid, incarnation, name, valid_from)
) ${clustered};
create unique index guest_snapshot_now on guest_snapshot (cluster, vmid, name) where valid_to is null;
create index guest_snapshot_opened on guest_snapshot (cluster, valid_from);
create index guest_snapshot_closed on guest_snapshot (cluster, valid_to) where valid_to is not null;

create table storage (
    cluster integer not null references known_cluster (id),
    name text not null,
    node text not null,
    type text,
    content text not null,
    shared boolean not null,
    status text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, node, valid_from)
) ${clustered};
create unique index storage_now on storage (cluster, name, node) where valid_to is null;
create index storage_opened on storage (cluster, valid_from);
create index storage_closed on storage (cluster, valid_to) where valid_to is not null;

-- node: empty where the storage is the same on all nodes.
create table backup (
    cluster integer not null references known_cluster (id),
    storage text not null,
    node text not null,
    volume text not null,
    vmid integer,
    guest_kind text,
    created_at bigint not null,
    size_bytes bigint,
    format text,
    notes text,
    protected boolean not null,
    verification text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, storage, node, volume, valid_from)
) ${clustered};
create unique index backup_now on backup (cluster, storage, node, volume) where valid_to is null;
create index backup_opened on backup (cluster, valid_from);
create index backup_closed on backup (cluster, valid_to) where valid_to is not null;

create table storage_definition (
    cluster integer not null references known_cluster (id),
    name text not null,
    type text not null,
    content text not null,
    nodes text not null,
    shared boolean not null,
    enabled boolean not null,
    location text,
    retention text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index storage_definition_now on storage_definition (cluster, name) where valid_to is null;
create index storage_definition_opened on storage_definition (cluster, valid_from);
create index storage_definition_closed on storage_definition (cluster, valid_to) where valid_to is not null;

create table pool (
    cluster integer not null references known_cluster (id),
    name text not null,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index pool_now on pool (cluster, name) where valid_to is null;
create index pool_opened on pool (cluster, valid_from);
create index pool_closed on pool (cluster, valid_to) where valid_to is not null;

-- member: a vmid or the name of a storage (which never begins with a digit); type: guest or storage.
create table pool_member (
    cluster integer not null references known_cluster (id),
    pool text not null,
    member text not null,
    type text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, pool, member, valid_from)
) ${clustered};
create unique index pool_member_now on pool_member (cluster, pool, member) where valid_to is null;
create index pool_member_opened on pool_member (cluster, valid_from);
create index pool_member_closed on pool_member (cluster, valid_to) where valid_to is not null;

create table ha_resource (
    cluster integer not null references known_cluster (id),
    sid text not null,
    vmid integer,
    state text not null,
    ha_group text,
    max_restart integer,
    max_relocate integer,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, sid, valid_from)
) ${clustered};
create unique index ha_resource_now on ha_resource (cluster, sid) where valid_to is null;
create index ha_resource_opened on ha_resource (cluster, valid_from);
create index ha_resource_closed on ha_resource (cluster, valid_to) where valid_to is not null;

create table replication_job (
    cluster integer not null references known_cluster (id),
    id text not null,
    vmid integer not null,
    target text not null,
    source text,
    schedule text not null,
    rate_mbytes double precision,
    enabled boolean not null,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, id, valid_from)
) ${clustered};
create unique index replication_job_now on replication_job (cluster, id) where valid_to is null;
create index replication_job_opened on replication_job (cluster, valid_from);
create index replication_job_closed on replication_job (cluster, valid_to) where valid_to is not null;

-- selection: all, pool/name or vmids; excluded: vmids.
create table backup_job (
    cluster integer not null references known_cluster (id),
    id text not null,
    enabled boolean not null,
    schedule text not null,
    storage text,
    node text,
    selection text not null,
    excluded text,
    mode text,
    retention text,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, id, valid_from)
) ${clustered};
create unique index backup_job_now on backup_job (cluster, id) where valid_to is null;
create index backup_job_opened on backup_job (cluster, valid_from);
create index backup_job_closed on backup_job (cluster, valid_to) where valid_to is not null;

create table node_network (
    cluster integer not null references known_cluster (id),
    node text not null,
    name text not null,
    type text not null,
    active boolean not null,
    autostart boolean not null,
    address text,
    gateway text,
    ports text,
    vlan integer,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, node, name, valid_from)
) ${clustered};
create unique index node_network_now on node_network (cluster, node, name) where valid_to is null;
create index node_network_opened on node_network (cluster, valid_from);
create index node_network_closed on node_network (cluster, valid_to) where valid_to is not null;

create table node_service (
    cluster integer not null references known_cluster (id),
    node text not null,
    name text not null,
    state text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, node, name, valid_from)
) ${clustered};
create unique index node_service_now on node_service (cluster, node, name) where valid_to is null;
create index node_service_opened on node_service (cluster, valid_from);
create index node_service_closed on node_service (cluster, valid_to) where valid_to is not null;

create table node_update (
    cluster integer not null references known_cluster (id),
    node text not null,
    package text not null,
    version text not null,
    installed text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, node, package, valid_from)
) ${clustered};
create unique index node_update_now on node_update (cluster, node, package) where valid_to is null;
create index node_update_opened on node_update (cluster, valid_from);
create index node_update_closed on node_update (cluster, valid_to) where valid_to is not null;

create table cluster_option (
    cluster integer not null references known_cluster (id),
    key text not null,
    value text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, key, valid_from)
) ${clustered};
create unique index cluster_option_now on cluster_option (cluster, key) where valid_to is null;
create index cluster_option_opened on cluster_option (cluster, valid_from);
create index cluster_option_closed on cluster_option (cluster, valid_to) where valid_to is not null;

-- When a list of things was read: first_at is the first time that it was whole, so that a first reading is not taken for
-- a change.
create table listing (
    cluster integer not null references known_cluster (id),
    kind text not null,
    scope text not null,
    first_at bigint,
    last_at bigint not null,
    primary key (cluster, kind, scope)
) ${clustered};

-- When the details of a guest were read: config_since and snapshots_since are the first times, so that a first reading is
-- not taken for a change. hinted_at: since when there is reason to read them again.
create table guest_detail (
    cluster integer not null references known_cluster (id),
    vmid integer not null,
    incarnation integer not null,
    digest text,
    config_since bigint,
    config_read_at bigint,
    snapshots_since bigint,
    snapshots_read_at bigint,
    hinted_at bigint,
    primary key (cluster, vmid, incarnation)
) ${clustered};

-- Gauges: what fluctuates. Only the latest value is kept.

create table guest_gauge (
    cluster integer not null references known_cluster (id),
    vmid integer not null,
    cpu_fraction double precision,
    memory_used_bytes bigint,
    disk_used_bytes bigint,
    disk_bytes bigint,
    uptime_seconds bigint,
    primary key (cluster, vmid)
) ${clustered};

create table node_gauge (
    cluster integer not null references known_cluster (id),
    name text not null,
    cpu_fraction double precision,
    memory_used_bytes bigint,
    root_disk_used_bytes bigint,
    root_disk_bytes bigint,
    uptime_seconds bigint,
    primary key (cluster, name)
) ${clustered};

create table storage_gauge (
    cluster integer not null references known_cluster (id),
    name text not null,
    node text not null,
    used_bytes bigint,
    total_bytes bigint,
    primary key (cluster, name, node)
) ${clustered};

-- A task starts, and ends once. id numbers the rows, and none is used again. is_cause: a change
-- refers to it.
create table task (
    id ${identity},
    cluster integer not null references known_cluster (id),
    upid text not null,
    node text not null,
    type text not null,
    target text,
    user_name text not null,
    started_at bigint not null,
    ended_at bigint,
    exit_status text,
    is_cause boolean not null
);
create unique index task_upid on task (cluster, upid);
create index task_started on task (cluster, started_at);
create index task_target on task (cluster, target, ended_at);

create table state_snapshot (
    cluster integer not null references known_cluster (id),
    name text not null,
    at bigint not null,
    taken_at bigint not null,
    note text,
    author text not null,
    pinned boolean not null,
    primary key (cluster, name)
) ${clustered};

-- incomplete: sentences, one a line.
create table sync_state (
    cluster integer not null primary key references known_cluster (id),
    as_of bigint,
    tried_at bigint not null,
    error text,
    incomplete text not null
);

create table lease (
    name text not null primary key,
    holder text not null,
    expires_at bigint not null
);

-- Append-only: each hash covers the entry and the hash before it. body is JSON.
create table audit_entry (
    seq bigint not null primary key,
    at bigint not null,
    cluster text not null,
    principal text not null,
    action text not null,
    outcome text not null,
    plan text,
    body text not null,
    hash text not null
);

-- status: open, approved, denied, claimed, done, failed. body is JSON.
create table plan (
    id text not null primary key,
    cluster text not null,
    action text not null,
    principal text not null,
    hash text not null,
    body text not null,
    status text not null,
    created_at bigint not null,
    expires_at bigint not null,
    decided_by text,
    decided_at bigint,
    claimed_at bigint,
    ended_at bigint,
    result text
);
create index plan_created on plan (created_at);

-- Writes are stopped while there is a row.
create table write_stop (
    cluster text not null primary key,
    at bigint not null,
    author text not null,
    reason text
);

-- What the cluster says of its own API, by the version that said it.
create table api_catalogue (
    cluster text not null,
    version text not null,
    read_at bigint not null,
    body text not null,
    primary key (cluster, version)
);
