-- When the end of a task was first seen, by our clock; null: it had ended before the cluster was first looked at. A
-- cluster's own clock may be wrong, and what a task did shows after its end at the earliest.
alter table task add column noticed_at bigint;
