-- The key that signs what a client carries from one request to the next, so that every process on the store knows its own
-- word again. One row.
create table request_key (
    id integer not null primary key,
    secret text not null
);
