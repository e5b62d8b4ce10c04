-- What manifests can declare of backup jobs and HA resources and was not kept. Null: not read yet.
alter table backup_job add column settings text;
alter table ha_resource add column failback boolean;
