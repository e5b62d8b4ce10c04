-- Every change, written when it was found: one row for each fact of a thing, or for a thing that came or went (then field
-- is empty, and old_value or new_value the node). kind and thing name it as answers do; incarnation is that of guests, else 0.
-- seen: when it was observed. at: when it happened, where the end of a task or a line of the cluster's log tells, else the
-- same as seen; what was observed of a thing at once has one at. task: the row of what made it; no reference that is
-- enforced, as in V1. V9 fills it from the intervals that there are.
create table change (
    id ${identity},
    cluster integer not null references known_cluster (id),
    kind text not null,
    thing text not null,
    incarnation integer not null,
    field text not null,
    old_value text,
    new_value text,
    node text,
    vmid integer,
    at bigint not null,
    seen bigint not null,
    task bigint
);
create index change_at on change (cluster, at);
create index change_thing on change (cluster, kind, thing, at);
