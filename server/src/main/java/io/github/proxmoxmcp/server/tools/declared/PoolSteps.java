package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.pools.PoolsChangeApi.PoolChange;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.guest.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The calls that give a pool the members that it should have.
final class PoolSteps {

    private PoolSteps() {}

    static List<Step> members(String pool, Difference change) {
        ValueType type = change.wanted().field().type();
        List<String> wanted = type.items(change.wanted().value().orElse(""));
        List<String> now = type.items(change.now().orElse(""));
        List<String> more = wanted.stream().filter(id -> !now.contains(id)).toList();
        List<String> less = now.stream().filter(id -> !wanted.contains(id)).toList();
        List<Step> steps = new ArrayList<>();
        if (!more.isEmpty()) {
            steps.add(Step.of(
                    plan -> plan.poolsChange().change(PoolChange.add(pool, String.join(",", more), Optional.of(true))),
                    "put guests " + String.join(", ", more) + " into pool " + pool));
        }
        if (!less.isEmpty()) {
            steps.add(Step.of(
                    plan -> plan.poolsChange().change(PoolChange.remove(pool, String.join(",", less))),
                    "take guests " + String.join(", ", less) + " out of pool " + pool));
        }
        return steps;
    }
}
