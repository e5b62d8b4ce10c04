package io.github.proxmoxmcp.demo.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// What an access control list lets users and tokens do, by Proxmox's rules: along the way down to a path every list
/// that applies replaces what came from above; a user's own replaces those of its groups on the same path. What a role
/// on a pool gives is added on the pool's members. A token that is separated may do what both it and its user may.
///
/// @param grants by path
/// @param groups the groups of a user
/// @param roles the privileges of a role
/// @param separated whether a token has rights of its own
record Acl(
        Map<String, List<Grant>> grants,
        Function<String, Collection<String>> groups,
        Function<String, Set<String>> roles,
        Predicate<String> separated) {

    static final String ROOT = "root@pam";
    private static final String NO_ACCESS = "NoAccess";
    private static final List<String> ALWAYS_LISTED =
            List.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms");
    private static final SortedMap<String, Boolean> EVERYTHING = everything();

    static Map<String, List<Grant>> byPath(Collection<Grant> grants) {
        var paths = new HashMap<String, List<Grant>>();
        grants.forEach(grant ->
                paths.computeIfAbsent(grant.path(), path -> new ArrayList<>()).add(grant));
        return paths;
    }

    /// The privileges on a path, each with whether it holds below that too.
    ///
    /// @param pools those that have what the path names as a member
    SortedMap<String, Boolean> privileges(String who, String path, Collection<String> pools) {
        var user = who.split("!", 2)[0];
        boolean token = who.contains("!");
        if (token && !separated.test(who)) {
            return privileges(user, path, pools);
        }
        if (who.equals(ROOT)) {
            return EVERYTHING;
        }
        var privileges = new TreeMap<String, Boolean>();
        withPools(who, path, pools)
                .forEach((role, below) -> roles.apply(role)
                        .forEach(privilege -> privileges.merge(privilege, below, (one, other) -> one || other)));
        if (token && !user.equals(ROOT)) {
            var most = privileges(user, path, pools);
            privileges.keySet().retainAll(most.keySet());
            privileges.replaceAll((privilege, below) -> below && Boolean.TRUE.equals(most.get(privilege)));
        }
        return privileges;
    }

    /// The paths that `/access/permissions` tells of.
    ///
    /// @param members of all pools, as paths
    SortedSet<String> paths(Collection<String> members) {
        var paths = new TreeSet<String>(ALWAYS_LISTED);
        paths.addAll(members);
        grants.keySet().forEach(path -> paths.addAll(way(path)));
        return paths;
    }

    private Map<String, Boolean> withPools(String who, String path, Collection<String> pools) {
        var roles = new TreeMap<>(roles(who, path));
        if (roles.containsKey(NO_ACCESS)) {
            return roles;
        }
        var more = new TreeSet<String>();
        pools.forEach(pool -> more.addAll(roles(who, "/pool/" + pool).keySet()));
        if (more.contains(NO_ACCESS)) {
            return Map.of(NO_ACCESS, false);
        }
        more.forEach(role -> roles.putIfAbsent(role, false));
        return roles;
    }

    private Map<String, Boolean> roles(String who, String path) {
        Map<String, Boolean> roles = Map.of();
        for (var at : way(path)) {
            roles = at(who, at, at.equals(path)).orElse(roles);
        }
        return roles.containsKey(NO_ACCESS) ? Map.of(NO_ACCESS, Boolean.TRUE.equals(roles.get(NO_ACCESS))) : roles;
    }

    /// The paths from the top down to one.
    private static List<String> way(String path) {
        var way = new ArrayList<String>();
        for (var at = path; at.length() > 1; at = above(at)) {
            way.addFirst(at);
        }
        way.addFirst("/");
        return way;
    }

    /// The roles that the list of one path gives; absent where it says nothing.
    private Optional<Map<String, Boolean>> at(String who, String path, boolean last) {
        var own = new TreeMap<String, Boolean>();
        var ofGroups = new TreeMap<String, Boolean>();
        for (var grant : grants.getOrDefault(path, List.of())) {
            if (!last && !grant.propagate()) {
                continue;
            }
            if (grant.who().equals(who) && !grant.type().equals("group")) {
                own.put(grant.role(), grant.propagate());
            } else if (grant.type().equals("group") && groups.apply(who).contains(grant.who())) {
                ofGroups.put(grant.role(), grant.propagate());
            }
        }
        return own.isEmpty()
                ? Optional.of(ofGroups).filter(found -> !found.isEmpty()).map(Map::copyOf)
                : Optional.of(own);
    }

    private static String above(String path) {
        return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
    }

    private static SortedMap<String, Boolean> everything() {
        var all = new TreeMap<String, Boolean>();
        Roles.all().forEach(privilege -> all.put(privilege, true));
        return all;
    }
}
