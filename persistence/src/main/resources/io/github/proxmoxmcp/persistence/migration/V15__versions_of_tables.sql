-- How often the rows of a cluster in a table were written: what was read of them holds as long as this number stays.
create table table_version (
    cluster integer not null references known_cluster (id),
    table_name text not null,
    version bigint not null,
    primary key (cluster, table_name)
) ${clustered};

-- Few tasks run at once, and they are asked for among all that ever ran.
create index task_running on task (cluster) where ended_at is null;
