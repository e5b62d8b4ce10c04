-- Who is signed in to the page. The cookie's value is kept nowhere, only its hash; it changes from time to time while id
-- stays. token is the access token that was exchanged for it: what that may do is asked anew each time.
create table page_session (
    id text not null primary key,
    token text not null,
    hash text not null,
    previous_hash text,
    signed_in_at bigint not null,
    changed_at bigint not null,
    used_at bigint not null
);
create unique index page_session_hash on page_session (hash);
create index page_session_previous on page_session (previous_hash);

-- Passkeys (WebAuthn). credential is the id with the public key, as the authenticator gave it. One counts only once an
-- operator has vouched for it with the key of a file, by a signature over all that is said of it here.
create table passkey (
    id text not null primary key,
    person text not null,
    origin text not null,
    credential text not null,
    backed_up integer not null,
    counter bigint not null,
    enrolled_by text not null,
    enrolled_at bigint not null,
    voucher text,
    voucher_signature text,
    vouched_at bigint,
    ended_at bigint,
    end_reason text
);

-- By what each person approved a plan: the signature of a file's key, or the assertion of a passkey.
create table plan_approval (
    plan text not null,
    operator text not null,
    kind text not null,
    evidence text not null,
    primary key (plan, operator)
);
insert into plan_approval (plan, operator, kind, evidence) select plan, operator, 'key', signature from plan_signature;
drop table plan_signature;
