package io.github.proxmoxmcp.persistence.sql.view;

import static io.github.proxmoxmcp.persistence.sql.tables.Tables.CHANGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.TASK;

import io.github.proxmoxmcp.persistence.sql.history.ChangeReader;
import io.github.proxmoxmcp.persistence.sql.history.TaskRows;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The view of what changed: one row for each thing that came or went, and for each fact that became another one.
public final class ChangesView {

    static final SqlView VIEW = new SqlView(
            "changes",
            "One row for each thing that came or went, and for each fact that became another one, up to the moment.",
            SqlView.example("Who changed what since 20 November, the newest first?", """
                select at, user, task_type, kind, id, event, field, before, after
                from changes where at >= '2026-11-20'
                order by at desc limit 50\
                """),
            SqlViews.items(
                    List.of(
                            SqlView.time("at", "when it happened, or else was seen", scope -> scope.time(CHANGE.AT)),
                            SqlView.time("seen", "when it was observed", scope -> scope.time(CHANGE.SEEN)),
                            SqlView.time(
                                    "happened",
                                    "when it was made, by the end of a task or the cluster's log; null: unknown",
                                    scope -> DSL.when(
                                            CHANGE.AT.ne(CHANGE.SEEN),
                                            scope.time(CHANGE.AT.sub(CHANGE.AT.mod(1000L))))),
                            SqlView.text("kind", "guest, node, storage, backup, pool, …", CHANGE.KIND),
                            SqlView.text("id", "of a guest the vmid, of a storage name@node, …", CHANGE.THING),
                            SqlView.integer("vmid", "the guest that it is about", vmid()),
                            SqlView.text("node", "the node, where the changed thing is on one", CHANGE.NODE),
                            SqlView.text("event", "appeared, vanished or altered", event()),
                            SqlView.text(
                                    "field",
                                    "what was altered: status, config.cores, snapshot.NAME, …",
                                    DSL.nullif(CHANGE.FIELD, DSL.inline(""))),
                            SqlView.text("before", "its value before; null: it was not set", value(CHANGE.OLD_VALUE)),
                            SqlView.text("after", "its value after; null: it is not set", value(CHANGE.NEW_VALUE)),
                            SqlView.item(
                                    "upid",
                                    "text",
                                    Optional.empty(),
                                    "the task that did it, where that is certain",
                                    scope -> DSL.when(
                                            TASK.UPID.notLike(DSL.inline(TaskRows.LOG_LINE + "%")), scope.upid())),
                            SqlView.text(
                                    "task_type",
                                    "that task's type; of a change without a task the word of the cluster's log:"
                                            + " update",
                                    TASK.TYPE),
                            SqlView.text(
                                    "user", "who started that task, or made the change without one", TASK.USER_NAME)),
                    List.of()),
            (scope, fields) -> DSL.select(fields)
                    .from(CHANGE)
                    .leftJoin(TASK)
                    .on(DSL.condition("{0} = {1}", TASK.ID, CHANGE.TASK))
                    .where(CHANGE.CLUSTER.eq(DSL.inline(scope.id())))
                    .and(scope.happened(CHANGE.SEEN))
                    .andNot(DSL.condition(ChangeReader.TOLD_ELSEWHERE)));

    private ChangesView() {}

    private static Field<Integer> vmid() {
        return DSL.case_(CHANGE.KIND)
                .when(DSL.inline("guest"), CHANGE.THING.cast(SQLDataType.INTEGER))
                .else_(CHANGE.VMID);
    }

    private static Field<String> event() {
        return DSL.when(CHANGE.FIELD.ne(DSL.inline("")), DSL.inline("altered"))
                .when(CHANGE.NEW_VALUE.isNull(), DSL.inline("vanished"))
                .else_(DSL.inline("appeared"));
    }

    /// Of what came or went the node stands elsewhere.
    private static Field<String> value(Field<String> value) {
        return DSL.when(CHANGE.FIELD.ne(DSL.inline("")), value);
    }
}
