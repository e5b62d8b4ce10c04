-- What a running guest tells of itself, through its agent or as a container: the latest only, see ADR 17.

-- read_at: when it last told (null: never); tried_at: when it was last asked; problem: why it did not tell then.
create table guest_report (
    cluster integer not null references known_cluster (id),
    vmid integer not null,
    incarnation integer not null,
    read_at bigint,
    tried_at bigint not null,
    problem text,
    hostname text,
    system text,
    primary key (cluster, vmid)
) ${clustered};

create table guest_address (
    cluster integer not null references known_cluster (id),
    vmid integer not null,
    position integer not null,
    card text not null,
    mac text,
    address text not null,
    primary key (cluster, vmid, position)
) ${clustered};
create index guest_address_address on guest_address (cluster, address);
