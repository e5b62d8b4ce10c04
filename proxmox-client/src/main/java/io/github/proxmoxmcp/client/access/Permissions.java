package io.github.proxmoxmcp.client.access;

import io.github.proxmoxmcp.client.access.AccessApi.PermissionQuery;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a user or token may do by path, read as Proxmox means it. `/access/permissions` tells the effective rights
/// (roles of deeper paths, groups, pools and the user of a token are dealt with) of a few branches and of every path
/// that has a rule. A path that it does not tell has no rule, or nothing is allowed there: only the access control list
/// tells which.
///
/// @param held by path the privileges, each with whether it holds for what is below too
/// @param below by path what holds on what is below and has no rule, where that was asked
/// @param denied paths with a rule where nothing is allowed, as far as they are known
public record Permissions(
        Map<String, Map<String, Boolean>> held, Map<String, Map<String, Boolean>> below, Set<String> denied) {

    /// No rights at all.
    public static final Permissions NONE = new Permissions(Map.of(), Map.of(), Set.of());

    /// What things are in.
    private static final List<String> BRANCHES = List.of("/nodes", "/pool", "/sdn", "/storage", "/vms");

    /// Below a branch, something without a rule of its own: Proxmox tells of any path.
    private static final String ANY = "/any";

    /// Told whenever something is allowed on them.
    private static final Set<String> ALWAYS_TOLD =
            Set.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms");

    public Permissions {
        SortedMap<String, Map<String, Boolean>> sorted = new TreeMap<>();
        held.forEach((path, privileges) -> {
            if (!privileges.isEmpty()) {
                sorted.put(path, new TreeMap<>(privileges));
            }
        });
        held = sorted;
        below = new TreeMap<>(below);
        denied = new TreeSet<>(denied);
    }

    /// Permissions from the answer of `/access/permissions` alone.
    public static Permissions of(Map<String, Map<String, Boolean>> told) {
        return new Permissions(told, Map.of(), Set.of());
    }

    /// Reads them. Where a rule of a branch does not hold below it, what is above that does; that is asked by itself.
    ///
    /// @param user whose they are, if not one's own
    /// @throws io.github.proxmoxmcp.client.call.ProxmoxException when they cannot be read
    public static Permissions read(AccessApi api, Optional<String> user) {
        Permissions told = of(api.permissions(new PermissionQuery(Optional.empty(), user)));
        Map<String, Map<String, Boolean>> below = new TreeMap<>();
        for (String branch : BRANCHES) {
            if (told.held.getOrDefault(branch, Map.of()).containsValue(false)) {
                String any = branch + ANY;
                below.put(
                        branch,
                        api.permissions(new PermissionQuery(Optional.of(any), user))
                                .getOrDefault(any, Map.of()));
            }
        }
        return new Permissions(told.held, below, Set.of());
    }

    /// With the paths that have rules for somebody: where nothing is told of one, nothing is allowed.
    public Permissions withRules(Collection<String> paths) {
        return new Permissions(
                held,
                below,
                paths.stream()
                        .flatMap(path -> way(path).stream())
                        .filter(path -> !held.containsKey(path))
                        .collect(Collectors.toSet()));
    }

    /// The privileges on a path, each with whether it holds below it too.
    public SortedMap<String, Boolean> on(String path) {
        for (String at : way(path)) {
            if (below.containsKey(at) && !at.equals(path)) {
                return new TreeMap<>(below.getOrDefault(at, Map.of()));
            }
            if (held.containsKey(at)) {
                SortedMap<String, Boolean> found = new TreeMap<>(held.getOrDefault(at, Map.of()));
                if (!at.equals(path)) {
                    found.values().removeIf(propagates -> !propagates);
                }
                return found;
            }
            if (denied.contains(at) || ALWAYS_TOLD.contains(at)) {
                break;
            }
        }
        return new TreeMap<>();
    }

    /// Whether one of the privileges holds on a path.
    public boolean at(String path, String... any) {
        return has(any).test(on(path));
    }

    /// Whether one of the privileges holds for everything below a branch, as far as rules are known.
    ///
    /// @param branch a path that is not `/`
    public boolean everywhere(String branch, String... any) {
        return below(branch, any) && without(branch, any).isEmpty();
    }

    /// Whether one of the privileges holds for what is below a path and has no rule of its own.
    public boolean below(String path, String... any) {
        return at(path + ANY, any);
    }

    /// What holds for what is below a path and has no rule of its own.
    public SortedMap<String, Boolean> below(String path) {
        return on(path.equals("/") ? ANY : path + ANY);
    }

    /// Paths below a branch where none of the privileges holds although they are told, or known to be denied.
    public SortedSet<String> without(String branch, String... any) {
        return told(branch, has(any).negate());
    }

    /// Paths below a branch that are told and where one of the privileges holds.
    public SortedSet<String> with(String branch, String... any) {
        return told(branch, has(any));
    }

    /// Whether nothing is allowed anywhere.
    public boolean nothing() {
        return held.isEmpty();
    }

    private SortedSet<String> told(String branch, Predicate<Map<String, Boolean>> which) {
        return Stream.concat(held.keySet().stream(), denied.stream())
                .filter(path -> path.startsWith(branch + "/"))
                .filter(path -> which.test(on(path)))
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(Permissions::sortable))));
    }

    /// Numbers by their size.
    private static String sortable(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.matches("[0-9]{1,9}")
                ? path.substring(0, path.length() - last.length()) + "%09d".formatted(Integer.valueOf(last))
                : path;
    }

    private static Predicate<Map<String, Boolean>> has(String... any) {
        return privileges -> Arrays.stream(any).anyMatch(privileges::containsKey);
    }

    /// A path and those above it, the nearest first.
    private static List<String> way(String path) {
        return Stream.iterate(path, at -> !at.isEmpty(), at -> at.equals("/") ? "" : above(at))
                .toList();
    }

    private static String above(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
