package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.server.guard.PlanText;
import io.github.proxmoxmcp.server.guard.Plans;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Printable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A plan as a person or a script reads it.
///
/// @param now when it is shown
record ShownPlan(Plan plan, Instant now) {

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", plan.id());
        json.put("status", status());
        json.put("cluster", plan.cluster());
        json.put("tool", plan.action());
        json.put("principal", plan.principal());
        json.put("created_at", plan.createdAt().toString());
        json.put("expires_at", plan.expiresAt().toString());
        json.put("hash", plan.hash());
        json.put("summary", Plans.action(plan).summary());
        json.put("calls", PlanText.calls(Plans.action(plan)));
        plan.decidedBy().ifPresent(by -> json.put("decided_by", by));
        return json;
    }

    String text() {
        String head = plan.id() + "  " + status() + "  " + plan.cluster() + "  by " + plan.principal() + "  until "
                + plan.expiresAt();
        return Printable.spelled(head) + "\n    " + String.join("\n    ", PlanText.lines(Plans.action(plan)));
    }

    private String status() {
        boolean late = plan.status() == Plan.Status.OPEN && !now.isBefore(plan.expiresAt());
        return late ? "expired" : Names.snake(plan.status().name());
    }
}
