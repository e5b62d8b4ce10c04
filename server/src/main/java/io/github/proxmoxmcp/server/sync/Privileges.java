package io.github.proxmoxmcp.server.sync;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the token may do, by path. Proxmox's lists leave out silently what it may not see, so what is in no
/// list is gone only where the privilege to see it is held for everything.
///
/// @param held by path the privileges, each with whether it holds for what is below too; Proxmox tells the
/// effective ones
///     of `/`, of the branches below it and of every path that has a rule
public record Privileges(Map<String, Map<String, Boolean>> held) {

    public static final Privileges NONE = new Privileges(Map.of());

    private static final List<String> BRANCHES = List.of("/access", "/nodes", "/pool", "/sdn", "/storage", "/vms");

    /// Whether one of the privileges holds at a path, by the rule that is nearest to it.
    public boolean at(String path, String... any) {
        if (held.containsKey(path)) {
            return Stream.of(any).anyMatch(held.getOrDefault(path, Map.of())::containsKey);
        }
        Optional<String> nearest = held.keySet().stream()
                .filter(above -> (above.equals("/") && !isLeftOut(path)) || path.startsWith(above + "/"))
                .max(Comparator.comparingInt(String::length));
        return nearest.map(above -> held.getOrDefault(above, Map.of()))
                .filter(privileges -> Stream.of(any).anyMatch(one -> privileges.getOrDefault(one, false)))
                .isPresent();
    }

    /// Whether what holds at `/` does not on the branch of a path: Proxmox tells all branches where something holds.
    private boolean isLeftOut(String path) {
        return BRANCHES.stream().anyMatch(branch -> path.startsWith(branch + "/") && !held.containsKey(branch));
    }

    /// Whether one of the privileges holds for everything below a branch.
    public boolean everywhere(String branch, String... any) {
        return at(branch + "/any", any)
                && held.keySet().stream()
                        .filter(path -> path.startsWith(branch + "/"))
                        .allMatch(path -> at(path, any));
    }
}
