-- Of what a target was sent and nobody knows whether it took: a process died, or no answer came.
create table notice_unsure (
    target text not null,
    cluster text not null,
    notice_key text not null,
    primary key (target, cluster, notice_key)
);
