package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.server.export.ExportedFacts;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What guests are called in the inventory: their own name where it is one, nobody else's and no group's; else with the
/// vmid, which is always unique.
final class HostNames {

    private static final String USABLE = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

    private HostNames() {}

    /// @param groups names that hosts must not have
    static Map<Integer, String> of(ExportedFacts facts, Set<String> groups) {
        Set<String> taken = new HashSet<>(groups);
        taken.addAll(List.of("all", "ungrouped", "localhost"));
        taken.addAll(facts.nodes().keySet());
        Map<String, Long> count = facts.guests().stream()
                .collect(Collectors.groupingBy(HostNames::name, HashMap::new, Collectors.counting()));
        Map<Integer, String> names = new TreeMap<>();
        for (ExportedGuest guest : facts.guests()) {
            String name = name(guest);
            if (name.matches(USABLE) && count.getOrDefault(name, 0L) == 1 && taken.add(name)) {
                names.put(guest.vmid(), name);
            }
        }
        for (ExportedGuest guest : facts.guests()) {
            String name = name(guest).matches(USABLE) ? name(guest) : "guest";
            StringBuilder unique = new StringBuilder(name + "-" + guest.vmid());
            names.computeIfAbsent(guest.vmid(), _ -> {
                while (!taken.add(unique.toString())) {
                    unique.append('_');
                }
                return unique.toString();
            });
        }
        return names;
    }

    private static String name(ExportedGuest guest) {
        return guest.name().or(() -> guest.guest().name()).orElse("");
    }
}
