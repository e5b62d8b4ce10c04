-- Which rule the texts of a table went through that were stored before there was that rule; an empty name: all tables,
-- and what was replaced is gone from the file.
create table text_rule (
    table_name text not null primary key,
    rule text not null
);
