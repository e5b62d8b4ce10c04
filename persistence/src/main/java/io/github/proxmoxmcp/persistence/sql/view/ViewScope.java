package io.github.proxmoxmcp.persistence.sql.view;

import static io.github.proxmoxmcp.persistence.sql.tables.Tables.TASK;

import io.github.proxmoxmcp.persistence.sql.database.Database.Dialect;
import io.github.proxmoxmcp.persistence.value.Moment;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// What the views show: one cluster at one moment, in the SQL of one database.
///
/// @param id the number of the cluster in every table
public record ViewScope(int id, String cluster, Moment moment, Dialect dialect) {

    public boolean isNow() {
        return moment instanceof Moment.Now;
    }

    /// Milliseconds as ISO-8601 text in UTC: the same on every database, and read right by every model.
    public Field<String> time(Field<Long> millis) {
        return dialect == Dialect.SQLITE
                ? DSL.field("strftime('%Y-%m-%dT%H:%M:%fZ', {0} / 1000.0, 'unixepoch')", SQLDataType.VARCHAR, millis)
                : DSL.field(
                        "to_char(to_timestamp({0} / 1000.0) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
                        SQLDataType.VARCHAR, millis);
    }

    /// The UPID of a row of tasks, of which it keeps only what has no column of its own: see `StoredUpid`.
    public Field<String> upid() {
        Field<String> began = dialect == Dialect.SQLITE
                ? DSL.field("printf('%08X', {0} / 1000)", SQLDataType.VARCHAR, TASK.STARTED_AT)
                : DSL.field("upper(lpad(to_hex({0} / 1000), 8, '0'))", SQLDataType.VARCHAR, TASK.STARTED_AT);
        return DSL.when(TASK.UPID.notLike(DSL.inline(":%")), TASK.UPID)
                .else_(DSL.inline("UPID:")
                        .concat(TASK.NODE)
                        .concat(TASK.UPID)
                        .concat(DSL.inline(":"))
                        .concat(began)
                        .concat(DSL.inline(":"))
                        .concat(TASK.TYPE)
                        .concat(DSL.inline(":"))
                        .concat(DSL.coalesce(TASK.TARGET, DSL.inline("")))
                        .concat(DSL.inline(":"))
                        .concat(TASK.USER_NAME)
                        .concat(DSL.inline(":")));
    }

    /// PostgreSQL rounds numerics to a number of digits, but no doubles.
    public Field<?> number(Field<Double> number) {
        return dialect == Dialect.SQLITE ? number : number.cast(SQLDataType.NUMERIC);
    }

    /// Whether something from one time to another was there at the moment.
    public Condition holds(Field<Long> from, Field<Long> to) {
        return switch (moment) {
            case Moment.Now _ -> to.isNull();
            case Moment.At(var at) -> from.le(at.toEpochMilli()).and(to.isNull().or(to.gt(at.toEpochMilli())));
        };
    }

    /// Whether something had happened at the moment.
    public Condition happened(Field<Long> time) {
        return switch (moment) {
            case Moment.Now _ -> DSL.noCondition();
            case Moment.At(var at) -> time.le(at.toEpochMilli());
        };
    }

    /// A time that is shown only if it had come at the moment.
    public Field<String> past(Field<Long> time) {
        return switch (moment) {
            case Moment.Now _ -> time(time);
            case Moment.At _ -> DSL.when(happened(time), time(time));
        };
    }

    /// Joins gauges, of which only the latest values are known.
    public Condition gauges(Condition join) {
        return isNow() ? join : DSL.falseCondition();
    }
}
