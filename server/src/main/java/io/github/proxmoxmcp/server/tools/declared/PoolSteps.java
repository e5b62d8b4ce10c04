package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.pools.PoolsChangeApi.PoolChange;
import io.github.proxmoxmcp.client.pools.PoolsChangeApi.PoolCreate;
import io.github.proxmoxmcp.client.pools.PoolsChangeApi.PoolRemoval;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.Wanted;
import io.github.proxmoxmcp.server.manifest.guest.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The calls that make, change and remove a pool. Its members are put into it once they are there.
final class PoolSteps {

    private PoolSteps() {}

    static Step create(Manifest manifest) {
        String pool = manifest.name();
        Optional<String> comment = manifest.wanted("comment").flatMap(Wanted::value);
        return Step.of(plan -> plan.poolsChange().create(new PoolCreate(pool, comment)), "make pool " + pool);
    }

    static Optional<Step> comment(String pool, List<Difference> changes) {
        return of(changes, "comment").map(change -> {
            Optional<String> comment = Optional.of(change.wanted().value().orElse(""));
            return Step.of(
                    plan -> plan.poolsChange()
                            .change(new PoolChange(
                                    pool,
                                    comment,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())),
                    "change the comment of pool " + pool);
        });
    }

    static List<Step> members(String pool, List<Difference> changes) {
        return of(changes, "members")
                .map(change -> members(
                        pool,
                        ValueType.WORDS.items(change.wanted().value().orElse("")),
                        ValueType.WORDS.items(change.now().orElse(""))))
                .orElse(List.of());
    }

    static List<Step> members(String pool, List<String> wanted, List<String> now) {
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

    static Step remove(String pool) {
        return Step.of(plan -> plan.poolsChange().remove(new PoolRemoval(pool)), "remove pool " + pool);
    }

    private static Optional<Difference> of(List<Difference> changes, String path) {
        return changes.stream().filter(change -> change.path().equals(path)).findFirst();
    }
}
