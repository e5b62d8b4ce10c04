package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.access.RightsApi.AclChange;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.guest.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The calls that give and take roles on a path: to each of users, `@groups` and `tokens!` what its manifest says.
record AclSteps(String path, Map<String, String> now) {

    /// Gives before it takes, so that nobody is without rights in between.
    List<Step> change(List<Difference> changes) {
        Map<String, List<Difference>> byGrantee = changes.stream()
                .collect(Collectors.groupingBy(
                        change -> change.wanted().field().option().split("/")[1], Collectors.toList()));
        List<Step> steps = new ArrayList<>();
        byGrantee.keySet().stream()
                .sorted()
                .forEach(who -> steps.addAll(of(who, byGrantee.getOrDefault(who, List.of()))));
        return steps;
    }

    private List<Step> of(String who, List<Difference> changes) {
        String slot = "grants/" + who;
        List<String> held = ValueType.SET.items(ValueType.SET.ofProxmox(now.getOrDefault(slot + "/roles", "")));
        Optional<Difference> roles = of(changes, slot + "/roles");
        boolean all = of(changes, slot).isPresent();
        List<String> wanted = all
                ? List.of()
                : roles.map(one -> ValueType.SET.items(one.wanted().value().orElse("")))
                        .orElse(held);
        Optional<Difference> below = of(changes, slot + "/propagate");
        boolean propagate = below.map(one -> !one.wanted().value().equals(Optional.of("0")))
                .orElseGet(() -> !"0".equals(now.get(slot + "/propagate")));
        List<String> given = wanted.stream()
                .filter(role -> below.isPresent() || !held.contains(role))
                .toList();
        List<String> taken =
                held.stream().filter(role -> !wanted.contains(role)).toList();
        List<Step> steps = new ArrayList<>();
        if (!given.isEmpty()) {
            steps.add(Step.of(
                    plan -> plan.rights().changeAcl(call(who, given, Optional.of(propagate), Optional.empty())),
                    "give " + who + " " + String.join(", ", given) + " on " + path
                            + (propagate ? "" : ", not below it")));
        }
        if (!taken.isEmpty()) {
            steps.add(Step.of(
                    plan -> plan.rights().changeAcl(call(who, taken, Optional.empty(), Optional.of(true))),
                    "take " + String.join(", ", taken) + " on " + path + " from " + who));
        }
        return steps;
    }

    private static Optional<Difference> of(List<Difference> changes, String option) {
        return changes.stream()
                .filter(change -> change.wanted().field().option().equals(option))
                .findFirst();
    }

    private AclChange call(String who, List<String> roles, Optional<Boolean> propagate, Optional<Boolean> delete) {
        Optional<String> none = Optional.empty();
        boolean group = who.startsWith("@");
        boolean token = who.contains("!");
        return new AclChange(
                path,
                String.join(",", roles),
                group || token ? none : Optional.of(who),
                group ? Optional.of(who.substring(1)) : none,
                token ? Optional.of(who) : none,
                propagate,
                delete);
    }
}
