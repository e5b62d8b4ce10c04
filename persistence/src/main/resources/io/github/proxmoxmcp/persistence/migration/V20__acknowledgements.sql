-- Problems that somebody knows of: who, why, since when and until when. One of a problem; a worse problem, or one that
-- began later, is told again.
create table acknowledgement (
    cluster text not null,
    area text not null,
    problem text not null,
    severity text not null,
    principal text not null,
    reason text not null,
    made_at bigint not null,
    ends_at bigint,
    primary key (cluster, area, problem)
);
