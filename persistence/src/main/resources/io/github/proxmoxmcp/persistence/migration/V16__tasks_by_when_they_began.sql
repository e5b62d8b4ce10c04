-- A task is found by when it began and then its UPID: this index was as large as all others of the table together.
drop index task_upid;
