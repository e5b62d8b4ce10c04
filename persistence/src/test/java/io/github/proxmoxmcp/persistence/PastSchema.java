package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Takes migrations back, so that a test sees what they do to what was there before. Every migration from version 8 on
/// that makes or drops something stands here.
final class PastSchema {

    private static final NavigableMap<Integer, List<String>> BACK = new TreeMap<>(Map.ofEntries(
            Map.entry(8, List.of("drop table change")),
            Map.entry(10, List.of("drop index audit_of_plan", "drop table audit_checkpoint")),
            Map.entry(11, List.of("alter table task drop column made")),
            Map.entry(12, List.of("drop index task_log_line")),
            Map.entry(13, List.of("drop index backup_guest_now")),
            Map.entry(14, List.of("drop table text_rule")),
            Map.entry(15, List.of("drop table table_version", "drop index task_running")),
            Map.entry(16, List.of("create unique index task_upid on task (cluster, upid)")),
            Map.entry(17, List.of("drop table request_key")),
            Map.entry(18, inventory()),
            Map.entry(19, List.of("drop table manifest_plan")),
            Map.entry(20, List.of("drop table acknowledgement")),
            Map.entry(
                    21,
                    List.of(
                            "drop table page_session",
                            "drop table passkey",
                            "drop table plan_approval",
                            "create table plan_signature (plan text not null primary key, operator text not null,"
                                    + " signature text not null)")),
            Map.entry(22, List.of("drop table notice", "drop table notice_told", "drop table notice_delivery")),
            Map.entry(23, List.of("drop table guest_waiting_option", "drop table guest_waiting")),
            Map.entry(
                    24,
                    List.of(
                            "alter table backup_job drop column settings",
                            "alter table ha_resource drop column failback")),
            Map.entry(26, List.of("drop table notice_unsure"))));

    private PastSchema() {}

    private static List<String> inventory() {
        List<String> statements = new ArrayList<>(List.of("alter table storage_definition drop column settings"));
        InventoryKind.all().stream()
                .filter(kind -> kind.kind().compareTo(Kind.CLUSTER_OPTION) > 0)
                .forEach(kind -> statements.add("drop table " + kind.table()));
        return statements;
    }

    /// @param version the newest that stays
    static void backTo(int version, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (List<String> back :
                    BACK.tailMap(version, false).descendingMap().values()) {
                for (String sql : back) {
                    statement.execute(sql);
                }
            }
            statement.execute("delete from flyway_schema_history where cast(version as integer) > " + version);
        }
    }
}
