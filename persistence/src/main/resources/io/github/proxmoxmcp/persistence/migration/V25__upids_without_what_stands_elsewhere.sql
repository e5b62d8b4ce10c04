-- Of a UPID the row keeps what has no column of its own: see StoredUpid.
update task set upid = ':' || substr(upid, length(node) + 7, 17)
where upid = 'UPID:' || node || ':' || substr(upid, length(node) + 7, 17) || ':' || ${started_hex} || ':' || type || ':'
        || coalesce(target, '') || ':' || user_name || ':'
    and length(substr(upid, length(node) + 7, 17)) = 17;
