-- Sessions over HTTP, so that every process on the store can take them up. owner is the id of the principal it belongs to,
-- introduction the parameters of its initialize.
create table web_session (
    id text not null primary key,
    owner text not null,
    access text not null,
    introduction text not null,
    used_at bigint not null
);

create table web_session_subscription (
    session text not null references web_session (id) on delete cascade,
    uri text not null,
    primary key (session, uri)
) ${clustered};
