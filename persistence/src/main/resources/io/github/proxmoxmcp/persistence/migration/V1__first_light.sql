-- One text for SQLite and PostgreSQL. Moments are epoch milliseconds.
--
-- Temporal tables end with the same five columns: a row holds from valid_from up to valid_to (null: it holds now);
-- unknown_since marks an open row of which nobody can tell at present. opened_by is the id of the task that made it so,
-- closed_by that of the task that ended the thing (an end by change stands in the next row's opened_by); both only where
-- it is certain, and no reference that is enforced: tasks are forgotten earlier than changes.

create table known_cluster (
    id integer not null primary key,
    name text not null unique,
    guests_seen_at bigint
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
);
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
);
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
);
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
);
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
);
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
);
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
);
create unique index storage_now on storage (cluster, name, node) where valid_to is null;
create index storage_opened on storage (cluster, valid_from);
create index storage_closed on storage (cluster, valid_to) where valid_to is not null;

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
);

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
);

create table node_gauge (
    cluster integer not null references known_cluster (id),
    name text not null,
    cpu_fraction double precision,
    memory_used_bytes bigint,
    root_disk_used_bytes bigint,
    root_disk_bytes bigint,
    uptime_seconds bigint,
    primary key (cluster, name)
);

create table storage_gauge (
    cluster integer not null references known_cluster (id),
    name text not null,
    node text not null,
    used_bytes bigint,
    total_bytes bigint,
    primary key (cluster, name, node)
);

-- A task starts, and ends once. id numbers the rows, and none is used again.
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
    exit_status text
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
);

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
