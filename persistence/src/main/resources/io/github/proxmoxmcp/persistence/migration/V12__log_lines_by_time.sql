-- Lines of the cluster's log stand among the tasks, and are few: they are asked for by when they were seen.
create index task_log_line on task (cluster, noticed_at) where type = 'update';
