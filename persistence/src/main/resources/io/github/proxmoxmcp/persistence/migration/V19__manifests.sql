-- Manifests as they were when a plan was made of them: what was declared, by whom, from which commit. Those whose plan
-- was applied are what is owned from then on.
create table manifest_plan (
    plan text not null primary key,
    cluster text not null,
    set_name text not null,
    principal text not null,
    commit_id text,
    body text not null,
    bindings text not null,
    steps integer not null,
    planned_at bigint not null
);
create index manifest_plan_of_set on manifest_plan (cluster, set_name, planned_at);
