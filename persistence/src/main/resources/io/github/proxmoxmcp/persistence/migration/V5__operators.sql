-- Public keys of those who may approve, for set-ups whose configuration names none.
create table operator_key (
    name text not null primary key,
    public_key text not null,
    added_at bigint not null
);

-- An operator's signature over the hash of a plan.
create table plan_signature (
    plan text not null primary key,
    operator text not null,
    signature text not null
);
