-- What people are told: what is open and may be told, what each target was told of it, and how well a target takes it.
create table notice (
    cluster text not null,
    notice_key text not null,
    body text not null,
    opened_at bigint not null,
    gone_at bigint,
    returns integer not null,
    primary key (cluster, notice_key)
);
create table notice_told (
    target text not null,
    cluster text not null,
    notice_key text not null,
    body text not null,
    told_at bigint not null,
    primary key (target, cluster, notice_key)
);
create table notice_delivery (
    target text not null primary key,
    failures integer not null,
    next_at bigint not null,
    error text
);
