package io.github.proxmoxmcp.server.prompt;

import java.util.List;

/// The names of all prompts. Constants apart from what is behind them, because the protocol wants to know them before
/// anything else is built.
public final class PromptNames {

    static final String BACKUP_AUDIT = "backup_audit";
    static final String CAPACITY_REPORT = "capacity_report";
    static final String CLUSTER_HEALTH_REVIEW = "cluster_health_review";
    static final String INCIDENT = "incident";
    static final String ONBOARD_GUEST = "onboard_guest";
    static final String PLAN_NODE_MAINTENANCE = "plan_node_maintenance";
    static final String WORK_WITH_PROXMOX = "work_with_proxmox";

    public static final List<String> ALL = List.of(
            BACKUP_AUDIT,
            CAPACITY_REPORT,
            CLUSTER_HEALTH_REVIEW,
            INCIDENT,
            ONBOARD_GUEST,
            PLAN_NODE_MAINTENANCE,
            WORK_WITH_PROXMOX);

    private PromptNames() {}
}
