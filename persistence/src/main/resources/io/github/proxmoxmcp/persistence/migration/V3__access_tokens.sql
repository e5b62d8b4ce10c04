-- Who may call over the network. hash is a slow one of the secret, with its own salt and number of rounds; the secret itself
-- is kept nowhere. scope narrows what the token may touch (null: nothing narrower than the server's).
create table access_token (
    id text not null primary key,
    name text not null,
    access text not null,
    scope text,
    hash text not null,
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint
);
create unique index access_token_name on access_token (name) where revoked_at is null;
