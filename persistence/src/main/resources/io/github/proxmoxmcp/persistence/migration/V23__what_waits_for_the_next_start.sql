-- Changes of guests' configurations that wait for their next start, as their nodes told them last. A row of guest_waiting
-- holds for the guest that has this incarnation, that configuration (digest), and was started then (null: it does not run).
create table guest_waiting (
    cluster integer not null references known_cluster (id),
    vmid integer not null,
    incarnation integer not null,
    digest text not null,
    started_at bigint,
    read_at bigint not null,
    primary key (cluster, vmid)
) ${clustered};

-- wanted is null where the option will be removed; removal says how, in Proxmox's number.
create table guest_waiting_option (
    cluster integer not null references known_cluster (id),
    vmid integer not null,
    key text not null,
    in_force text,
    wanted text,
    removal integer,
    primary key (cluster, vmid, key)
) ${clustered};
