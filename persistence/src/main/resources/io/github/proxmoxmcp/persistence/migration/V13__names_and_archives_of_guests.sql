-- Guests are looked for by name however it is written, and archives by their guest.
drop index guest_name_now;
create index guest_name_now on guest (cluster, lower(name)) where valid_to is null;
create index backup_guest_now on backup (cluster, vmid) where valid_to is null;
