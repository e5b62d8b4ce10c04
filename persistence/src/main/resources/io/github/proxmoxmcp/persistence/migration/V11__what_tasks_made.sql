-- The vmid of the guest that a clone made: its UPID names the source, only its log the copy.
alter table task add column made integer;
