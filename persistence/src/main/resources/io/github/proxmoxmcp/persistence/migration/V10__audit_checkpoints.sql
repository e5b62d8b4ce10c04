-- Before a plan is carried out, and to settle what became of it, its entries are looked up.
create index audit_of_plan on audit_entry (plan);

-- What somebody signed: that the audit's entry of this number had this hash then, and so all before it theirs.
create table audit_checkpoint (
    seq bigint not null,
    hash text not null,
    at bigint not null,
    signer text not null,
    public_key text not null,
    signature text not null,
    primary key (seq, signer)
);
