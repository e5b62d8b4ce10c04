-- What find_problems needs besides: disks and certificates of nodes, whether replication works, and whether the last
-- reading of a list was a whole one (whole_at = last_at) or only showed what the token may see.

-- name: the device. life_left_percent: what an SSD says of its wear; it only ever falls, so it is history and no gauge.
create table node_disk (
    cluster integer not null references known_cluster (id),
    node text not null,
    name text not null,
    type text,
    model text,
    serial text,
    size_bytes bigint,
    used_as text,
    health text,
    life_left_percent integer,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, node, name, valid_from)
) ${clustered};
create unique index node_disk_now on node_disk (cluster, node, name) where valid_to is null;
create index node_disk_opened on node_disk (cluster, valid_from);
create index node_disk_closed on node_disk (cluster, valid_to) where valid_to is not null;

create table node_certificate (
    cluster integer not null references known_cluster (id),
    node text not null,
    name text not null,
    subject text,
    issuer text,
    fingerprint text,
    expires_at bigint,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, node, name, valid_from)
) ${clustered};
create unique index node_certificate_now on node_certificate (cluster, node, name) where valid_to is null;
create index node_certificate_opened on node_certificate (cluster, valid_from);
create index node_certificate_closed on node_certificate (cluster, valid_to) where valid_to is not null;

create table replication_state (
    cluster integer not null references known_cluster (id),
    id text not null,
    failing boolean not null,
    error text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, id, valid_from)
) ${clustered};
create unique index replication_state_now on replication_state (cluster, id) where valid_to is null;
create index replication_state_opened on replication_state (cluster, valid_from);
create index replication_state_closed on replication_state (cluster, valid_to) where valid_to is not null;

alter table listing add column whole_at bigint;
