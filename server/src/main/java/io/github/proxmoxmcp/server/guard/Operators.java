package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.OperatorStore;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolException.NotFound;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The operators, who may approve plans, and how they approve.
public final class Operators {

    private Operators() {}

    /// Public keys by name: those of the configuration, or, where it names none, those that are pinned in the store.
    public static Map<String, String> known(PolicySettings policy, Store store) {
        if (!policy.operators().isEmpty()) {
            return policy.operators();
        }
        Map<String, String> pinned = new LinkedHashMap<>();
        store.operators().list().forEach(operator -> pinned.put(operator.name(), operator.publicKey()));
        return pinned;
    }

    /// Signs and approves a plan, and writes that down.
    public static void approve(Store store, Plan plan, String operator, OperatorKey key, Instant now) {
        store.operators().sign(plan.id(), new OperatorStore.Signature(operator, key.sign(plan.hash())));
        decide(store, plan, true, operator, now);
    }

    /// Denies a plan; that takes no key.
    public static void deny(Store store, String id, String by, Instant now) {
        decide(store, open(store, id, now), false, by, now);
    }

    /// A plan that can still be decided, as its hash says it.
    public static Plan open(Store store, String id, Instant now) {
        Plan plan = store.plans()
                .get(id)
                .orElseThrow(
                        () -> new NotFound("there is no plan '" + id + "'; 'proxmox-mcp plans' shows which there are"));
        Plans.action(plan);
        if (plan.status() != Plan.Status.OPEN || !now.isBefore(plan.expiresAt())) {
            throw new Refused(
                    "plan_closed",
                    "plan " + id + " can no longer be decided: it "
                            + (plan.status() == Plan.Status.OPEN
                                    ? "expired at " + plan.expiresAt()
                                    : "is " + Names.snake(plan.status().name())));
        }
        return plan;
    }

    private static void decide(Store store, Plan plan, boolean approved, String by, Instant now) {
        if (!store.plans().decide(plan.id(), approved, by, now)) {
            throw new Refused("plan_closed", "plan " + plan.id() + " was decided by another operator in the meantime");
        }
        store.audit()
                .append(
                        now,
                        plan.cluster(),
                        by,
                        plan.action(),
                        approved ? "approved" : "denied",
                        Optional.of(plan.id()),
                        "{\"hash\":\"" + plan.hash() + "\"}");
    }
}
