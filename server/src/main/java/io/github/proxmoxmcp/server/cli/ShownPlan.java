package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.Plan;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Plans;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Foreign;
import io.github.proxmoxmcp.server.tool.Names;
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
        json.put(
                "calls", Plans.action(plan).steps().stream().map(Step::toString).toList());
        plan.decidedBy().ifPresent(by -> json.put("decided_by", by));
        return json;
    }

    String text() {
        Action action = Plans.action(plan);
        StringBuilder text = new StringBuilder(plan.id() + "  " + status() + "  " + plan.cluster() + "  by "
                + plan.principal() + "  until " + plan.expiresAt() + "\n    " + action.summary());
        action.losses().forEach(loss -> text.append("\n    lost: ").append(loss));
        action.dependents().forEach(dependent -> text.append("\n    also: ").append(dependent));
        text.append("\n    undo: ").append(action.undo().orElse("cannot be undone"));
        action.steps().forEach(step -> text.append("\n    call: ").append(step));
        return Foreign.clean(text.toString());
    }

    private String status() {
        boolean late = plan.status() == Plan.Status.OPEN && !now.isBefore(plan.expiresAt());
        return late ? "expired" : Names.snake(plan.status().name());
    }
}
