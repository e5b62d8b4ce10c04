package io.github.proxmoxmcp.persistence.sql.view;

import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_ADDRESS;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_DETAIL;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_REPORT;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_WAITING;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_WAITING_OPTION;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.example;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.integer;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.text;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.time;

import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/// The views of what running guests told of themselves, and nodes of what waits for their next start. Only the latest
/// is kept, so at a moment in the past they show nothing.
public final class ReportViews {

    private static final String NOW_ONLY = " Known for the present only: nothing in the past.";

    private ReportViews() {}

    public static SqlView reports() {
        return new SqlView(
                "guest_reports",
                "One row for each guest that was asked to report on itself: VMs with an agent, and containers."
                        + NOW_ONLY,
                example("Which systems run in the guests, as far as they report it?", """
                    select system, count(*) as guests
                    from guest_reports where system is not null
                    group by system order by guests desc, system\
                    """),
                List.of(
                        integer("vmid", "the guest", GUEST_REPORT.VMID),
                        text("hostname", "its own name for itself", GUEST_REPORT.HOSTNAME),
                        text("system", "its operating system, in its own words", GUEST_REPORT.SYSTEM),
                        time(
                                "told_at",
                                "when it reported; null: it never did",
                                scope -> scope.time(GUEST_REPORT.READ_AT)),
                        time("asked_at", "when it was last asked", scope -> scope.time(GUEST_REPORT.TRIED_AT)),
                        text("problem", "why it did not report then; null: it did", GUEST_REPORT.PROBLEM)),
                (scope, fields) -> DSL.select(fields).from(GUEST_REPORT).where(told(scope)));
    }

    public static SqlView addresses() {
        return new SqlView(
                "guest_addresses",
                "One row for each IP address that each guest reported." + NOW_ONLY,
                example("Which guests have an address in 10.0.3.0/24?", """
                    select g.vmid, g.name, a.address, a.told_at
                    from guest_addresses a join guests g on g.vmid = a.vmid
                    where a.address like '10.0.3.%' order by g.vmid, a.address\
                    """),
                List.of(
                        integer("vmid", "the guest", GUEST_REPORT.VMID),
                        text("address", "IPv4 or IPv6, in small letters", GUEST_ADDRESS.ADDRESS),
                        text("card", "the network card inside the guest that has it", GUEST_ADDRESS.CARD),
                        text("mac", "its MAC address, in capitals", GUEST_ADDRESS.MAC),
                        time("told_at", "when the guest reported it", scope -> scope.time(GUEST_REPORT.READ_AT))),
                (scope, fields) -> DSL.select(fields)
                        .from(GUEST_REPORT)
                        .join(GUEST_ADDRESS)
                        .on(GUEST_ADDRESS
                                .CLUSTER
                                .eq(GUEST_REPORT.CLUSTER)
                                .and(GUEST_ADDRESS.VMID.eq(GUEST_REPORT.VMID)))
                        .where(told(scope)));
    }

    public static SqlView pending() {
        return new SqlView(
                "guest_pending",
                "One row for each option of each guest's configuration that will be another one after its next start,"
                        + " as far as it was read of the guest as it is." + NOW_ONLY,
                example("Which guests wait for a restart, and what for?", """
                    select g.vmid, g.name, p.key, p.in_force, p.wanted
                    from guest_pending p join guests g on g.vmid = p.vmid
                    order by g.vmid, p.key\
                    """),
                List.of(
                        integer("vmid", "the guest", GUEST_WAITING.VMID),
                        text("key", "Proxmox's key: cores, net0, scsi0, …", GUEST_WAITING_OPTION.KEY),
                        text("in_force", "the value now; null: none", GUEST_WAITING_OPTION.IN_FORCE),
                        text("wanted", "the value after; null: the option is removed", GUEST_WAITING_OPTION.WANTED),
                        time("read_at", "when its node told it", scope -> scope.time(GUEST_WAITING.READ_AT))),
                (scope, fields) -> DSL.select(fields)
                        .from(GUEST_WAITING)
                        .join(GUEST_WAITING_OPTION)
                        .on(GUEST_WAITING_OPTION
                                .CLUSTER
                                .eq(GUEST_WAITING.CLUSTER)
                                .and(GUEST_WAITING_OPTION.VMID.eq(GUEST_WAITING.VMID)))
                        .where(waits(scope)));
    }

    /// Of guests that have the configuration of which it was told, and run or do not as then.
    private static Condition waits(ViewScope scope) {
        return GUEST_WAITING
                .CLUSTER
                .eq(DSL.inline(scope.id()))
                .and(scope.gauges(DSL.exists(DSL.selectOne()
                        .from(GUEST)
                        .join(GUEST_DETAIL)
                        .on(GUEST_DETAIL
                                .CLUSTER
                                .eq(GUEST.CLUSTER)
                                .and(GUEST_DETAIL.VMID.eq(GUEST.VMID))
                                .and(GUEST_DETAIL.INCARNATION.eq(GUEST.INCARNATION)))
                        .where(GUEST.CLUSTER.eq(GUEST_WAITING.CLUSTER))
                        .and(GUEST.VMID.eq(GUEST_WAITING.VMID))
                        .and(GUEST.INCARNATION.eq(GUEST_WAITING.INCARNATION))
                        .and(GUEST.VALID_TO.isNull())
                        .and(GUEST_DETAIL.DIGEST.eq(GUEST_WAITING.DIGEST))
                        .and(GUEST.STATUS
                                .eq(DSL.inline("running"))
                                .and(GUEST_WAITING.STARTED_AT.isNotNull())
                                .or(GUEST.STATUS.eq(DSL.inline("stopped")).and(GUEST_WAITING.STARTED_AT.isNull()))))));
    }

    /// By the guests that there are, not by those that had their vmids before.
    private static Condition told(ViewScope scope) {
        return GUEST_REPORT
                .CLUSTER
                .eq(DSL.inline(scope.id()))
                .and(scope.gauges(DSL.exists(DSL.selectOne()
                        .from(GUEST)
                        .where(GUEST.CLUSTER.eq(GUEST_REPORT.CLUSTER))
                        .and(GUEST.VMID.eq(GUEST_REPORT.VMID))
                        .and(GUEST.INCARNATION.eq(GUEST_REPORT.INCARNATION))
                        .and(GUEST.VALID_TO.isNull()))));
    }
}
