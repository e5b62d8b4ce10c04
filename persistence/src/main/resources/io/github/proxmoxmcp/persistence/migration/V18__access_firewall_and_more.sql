-- Further kinds that are read in lists: who may do what, firewalls, rules of the HA manager, the software-defined network,
-- mappings of hardware, notifications, servers of figures. What their columns mean stands at the records of their names.
-- Columns named settings hold options by name, a line each.
alter table storage_definition add column settings text;

create table access_user (
    cluster integer not null references known_cluster (id),
    name text not null,
    enabled boolean not null,
    expires_at bigint,
    groups text not null,
    first_name text,
    last_name text,
    email text,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index access_user_now on access_user (cluster, name) where valid_to is null;
create index access_user_opened on access_user (cluster, valid_from);
create index access_user_closed on access_user (cluster, valid_to) where valid_to is not null;

create table user_token (
    cluster integer not null references known_cluster (id),
    name text not null,
    owner text not null,
    separated boolean not null,
    expires_at bigint,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index user_token_now on user_token (cluster, name) where valid_to is null;
create index user_token_opened on user_token (cluster, valid_from);
create index user_token_closed on user_token (cluster, valid_to) where valid_to is not null;

create table access_group (
    cluster integer not null references known_cluster (id),
    name text not null,
    members text not null,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index access_group_now on access_group (cluster, name) where valid_to is null;
create index access_group_opened on access_group (cluster, valid_from);
create index access_group_closed on access_group (cluster, valid_to) where valid_to is not null;

create table access_role (
    cluster integer not null references known_cluster (id),
    name text not null,
    builtin boolean not null,
    privileges text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index access_role_now on access_role (cluster, name) where valid_to is null;
create index access_role_opened on access_role (cluster, valid_from);
create index access_role_closed on access_role (cluster, valid_to) where valid_to is not null;

create table access_rule (
    cluster integer not null references known_cluster (id),
    path text not null,
    grantee text not null,
    role text not null,
    type text not null,
    propagate boolean not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, path, grantee, role, valid_from)
) ${clustered};
create unique index access_rule_now on access_rule (cluster, path, grantee, role) where valid_to is null;
create index access_rule_opened on access_rule (cluster, valid_from);
create index access_rule_closed on access_rule (cluster, valid_to) where valid_to is not null;

create table access_realm (
    cluster integer not null references known_cluster (id),
    name text not null,
    type text not null,
    is_default boolean not null,
    tfa text,
    comment text,
    settings text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index access_realm_now on access_realm (cluster, name) where valid_to is null;
create index access_realm_opened on access_realm (cluster, valid_from);
create index access_realm_closed on access_realm (cluster, valid_to) where valid_to is not null;

create table firewall_rule (
    cluster integer not null references known_cluster (id),
    place text not null,
    rule text not null,
    vmid integer,
    position integer not null,
    enabled boolean not null,
    direction text not null,
    action text not null,
    source text,
    dest text,
    service text,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, place, rule, valid_from)
) ${clustered};
create unique index firewall_rule_now on firewall_rule (cluster, place, rule) where valid_to is null;
create index firewall_rule_opened on firewall_rule (cluster, valid_from);
create index firewall_rule_closed on firewall_rule (cluster, valid_to) where valid_to is not null;

create table firewall_alias (
    cluster integer not null references known_cluster (id),
    place text not null,
    name text not null,
    vmid integer,
    cidr text not null,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, place, name, valid_from)
) ${clustered};
create unique index firewall_alias_now on firewall_alias (cluster, place, name) where valid_to is null;
create index firewall_alias_opened on firewall_alias (cluster, valid_from);
create index firewall_alias_closed on firewall_alias (cluster, valid_to) where valid_to is not null;

create table firewall_ipset (
    cluster integer not null references known_cluster (id),
    place text not null,
    name text not null,
    vmid integer,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, place, name, valid_from)
) ${clustered};
create unique index firewall_ipset_now on firewall_ipset (cluster, place, name) where valid_to is null;
create index firewall_ipset_opened on firewall_ipset (cluster, valid_from);
create index firewall_ipset_closed on firewall_ipset (cluster, valid_to) where valid_to is not null;

create table firewall_ipset_entry (
    cluster integer not null references known_cluster (id),
    place text not null,
    ipset text not null,
    cidr text not null,
    vmid integer,
    nomatch boolean not null,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, place, ipset, cidr, valid_from)
) ${clustered};
create unique index firewall_ipset_entry_now on firewall_ipset_entry (cluster, place, ipset, cidr) where valid_to is null;
create index firewall_ipset_entry_opened on firewall_ipset_entry (cluster, valid_from);
create index firewall_ipset_entry_closed on firewall_ipset_entry (cluster, valid_to) where valid_to is not null;

create table firewall_option (
    cluster integer not null references known_cluster (id),
    place text not null,
    key text not null,
    vmid integer,
    value text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, place, key, valid_from)
) ${clustered};
create unique index firewall_option_now on firewall_option (cluster, place, key) where valid_to is null;
create index firewall_option_opened on firewall_option (cluster, valid_from);
create index firewall_option_closed on firewall_option (cluster, valid_to) where valid_to is not null;

create table firewall_group (
    cluster integer not null references known_cluster (id),
    name text not null,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index firewall_group_now on firewall_group (cluster, name) where valid_to is null;
create index firewall_group_opened on firewall_group (cluster, valid_from);
create index firewall_group_closed on firewall_group (cluster, valid_to) where valid_to is not null;

create table ha_rule (
    cluster integer not null references known_cluster (id),
    name text not null,
    type text not null,
    enabled boolean not null,
    resources text not null,
    nodes text not null,
    affinity text,
    strict boolean not null,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index ha_rule_now on ha_rule (cluster, name) where valid_to is null;
create index ha_rule_opened on ha_rule (cluster, valid_from);
create index ha_rule_closed on ha_rule (cluster, valid_to) where valid_to is not null;

create table ha_group (
    cluster integer not null references known_cluster (id),
    name text not null,
    nodes text not null,
    restricted boolean not null,
    nofailback boolean not null,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index ha_group_now on ha_group (cluster, name) where valid_to is null;
create index ha_group_opened on ha_group (cluster, valid_from);
create index ha_group_closed on ha_group (cluster, valid_to) where valid_to is not null;

create table sdn_zone (
    cluster integer not null references known_cluster (id),
    name text not null,
    type text not null,
    nodes text not null,
    pending text,
    settings text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index sdn_zone_now on sdn_zone (cluster, name) where valid_to is null;
create index sdn_zone_opened on sdn_zone (cluster, valid_from);
create index sdn_zone_closed on sdn_zone (cluster, valid_to) where valid_to is not null;

create table sdn_vnet (
    cluster integer not null references known_cluster (id),
    name text not null,
    zone text,
    tag integer,
    alias text,
    pending text,
    settings text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index sdn_vnet_now on sdn_vnet (cluster, name) where valid_to is null;
create index sdn_vnet_opened on sdn_vnet (cluster, valid_from);
create index sdn_vnet_closed on sdn_vnet (cluster, valid_to) where valid_to is not null;

create table sdn_subnet (
    cluster integer not null references known_cluster (id),
    name text not null,
    vnet text not null,
    cidr text,
    gateway text,
    snat boolean not null,
    pending text,
    settings text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index sdn_subnet_now on sdn_subnet (cluster, name) where valid_to is null;
create index sdn_subnet_opened on sdn_subnet (cluster, valid_from);
create index sdn_subnet_closed on sdn_subnet (cluster, valid_to) where valid_to is not null;

create table hardware_mapping (
    cluster integer not null references known_cluster (id),
    type text not null,
    name text not null,
    map text not null,
    description text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, type, name, valid_from)
) ${clustered};
create unique index hardware_mapping_now on hardware_mapping (cluster, type, name) where valid_to is null;
create index hardware_mapping_opened on hardware_mapping (cluster, valid_from);
create index hardware_mapping_closed on hardware_mapping (cluster, valid_to) where valid_to is not null;

create table notification_target (
    cluster integer not null references known_cluster (id),
    name text not null,
    type text not null,
    enabled boolean not null,
    origin text,
    comment text,
    settings text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index notification_target_now on notification_target (cluster, name) where valid_to is null;
create index notification_target_opened on notification_target (cluster, valid_from);
create index notification_target_closed on notification_target (cluster, valid_to) where valid_to is not null;

create table notification_matcher (
    cluster integer not null references known_cluster (id),
    name text not null,
    enabled boolean not null,
    mode text not null,
    inverted boolean not null,
    matches text not null,
    targets text not null,
    origin text,
    comment text,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index notification_matcher_now on notification_matcher (cluster, name) where valid_to is null;
create index notification_matcher_opened on notification_matcher (cluster, valid_from);
create index notification_matcher_closed on notification_matcher (cluster, valid_to) where valid_to is not null;

create table metric_server (
    cluster integer not null references known_cluster (id),
    name text not null,
    type text not null,
    enabled boolean not null,
    server text not null,
    port integer not null,
    settings text not null,
    valid_from bigint not null,
    valid_to bigint,
    unknown_since bigint,
    opened_by bigint,
    closed_by bigint,
    primary key (cluster, name, valid_from)
) ${clustered};
create unique index metric_server_now on metric_server (cluster, name) where valid_to is null;
create index metric_server_opened on metric_server (cluster, valid_from);
create index metric_server_closed on metric_server (cluster, valid_to) where valid_to is not null;
