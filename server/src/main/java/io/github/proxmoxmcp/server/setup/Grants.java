package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.access.Permissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The lines that give somebody what is missing and take nothing away. In Proxmox a role on a path replaces all that is
/// inherited from above, so each role carries what holds on its path already together with what is needed there.
final class Grants {

    /// What can be a member of a pool: what holds there alone holds because of that, and goes on to.
    private static final String MEMBER = "/(vms|storage)/.+";

    private final Map<String, Set<String>> roles;
    private final boolean before9;

    /// @param roles the privileges of the roles that there are
    /// @param before9 whether the cluster is older than Proxmox VE 9
    Grants(Map<String, Set<String>> roles, boolean before9) {
        this.roles = new TreeMap<>(roles);
        this.before9 = before9;
    }

    /// One role for everything, at the top: it adds to what is there on the top, and hides nothing.
    List<String> all(String who, String role, Collection<Need> needs) {
        Set<String> privileges = new TreeSet<>();
        needs.forEach(need -> privileges.add(need.privilege(before9)));
        List<String> lines = new ArrayList<>();
        lines.add(acl("/", who, role(lines, role, privileges), true));
        return lines;
    }

    /// One role at the top for a user of whom nothing is known: a role of its own would take away what its groups have
    /// there, that of a further group does not.
    List<String> unknown(String user, String role, Collection<Need> needs) {
        String group = "proxmox-mcp-" + user.replaceAll("[^A-Za-z0-9._-]", "-");
        List<String> lines = new ArrayList<>(all(user, role, needs));
        String acl = lines.removeLast();
        lines.add("pveum group add " + group);
        lines.add("pveum user modify '" + user + "' --groups " + group + " --append 1");
        lines.add(acl.replace(" --users '" + user + "'", " --groups " + group));
        lines.add("# where '" + user + "' has roles of its own on /, this one is added to them instead: " + acl);
        return lines;
    }

    /// @param who a token or a user
    /// @param held what they may do
    /// @param addsUp whether that is all that they were given, not what another leaves of it
    /// @param refused paths that are closed to them on purpose
    List<String> missing(String who, Permissions held, boolean addsUp, Set<String> refused, Collection<Need> needs) {
        List<String> lines = new ArrayList<>();
        Map<String, Set<String>> given = new TreeMap<>();
        for (String path : paths(held, needs)) {
            Set<String> here = new TreeSet<>(held.on(path).keySet());
            Set<String> below = new TreeSet<>(held.below(path).keySet());
            String branch = given.keySet().stream()
                    .filter(above -> path.startsWith(above + "/") && inherits(held, above, path))
                    .reduce("", (_, nearest) -> nearest);
            if (refused.contains(path) || !branch.isEmpty() || !add(path, needs, here, below)) {
                continue;
            }
            boolean propagates = !path.equals("/");
            if (propagates) {
                given.put(path, below);
            }
            lines.add(acl(
                    path, who, role(lines, "ProxmoxMcpMore" + capital(path), propagates ? below : here), propagates));
            if (propagates && !below.containsAll(here) && !(path.matches(MEMBER) && addsUp)) {
                lines.add(acl(path, who, role(lines, "ProxmoxMcpMore" + capital(path) + "Only", here), false));
            }
        }
        return lines;
    }

    /// The paths on which something is needed or something else holds, from the top down.
    private static Set<String> paths(Permissions held, Collection<Need> needs) {
        Set<String> paths = new TreeSet<>();
        needs.forEach(need -> {
            paths.add(need.path());
            if (!need.path().equals("/")) {
                held.held().keySet().stream()
                        .filter(path -> path.startsWith(need.path() + "/"))
                        .forEach(paths::add);
            }
        });
        return paths;
    }

    /// Whether what holds on a path holds there because it does so above.
    private static boolean inherits(Permissions held, String above, String path) {
        return propagating(held.below(above)).equals(propagating(held.on(path)));
    }

    private static Set<String> propagating(Map<String, Boolean> privileges) {
        return privileges.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Adds what is needed on a path, and below it.
    ///
    /// @return whether anything was missing
    private boolean add(String path, Collection<Need> needs, Set<String> here, Set<String> below) {
        boolean missing = false;
        for (Need need : needs) {
            boolean top = need.path().equals("/");
            if (top ? path.equals("/") : (path + "/").startsWith(need.path() + "/")) {
                for (Set<String> held : top ? List.of(here) : List.of(here, below)) {
                    missing |=
                            need.privileges().stream().noneMatch(held::contains) && held.add(need.privilege(before9));
                }
            }
        }
        return missing;
    }

    private String acl(String path, String who, String role, boolean propagates) {
        return "pveum acl modify " + path + (who.contains("!") ? " --tokens '" : " --users '") + who + "' --roles "
                + role + (propagates ? "" : " --propagate 0");
    }

    /// The name of a role with exactly these privileges; where there is none a line makes it.
    private String role(List<String> lines, String wanted, Set<String> privileges) {
        String name = wanted;
        for (int more = 2; roles.containsKey(name) && !privileges.equals(roles.get(name)); more++) {
            name = wanted + more;
        }
        if (roles.putIfAbsent(name, Set.copyOf(privileges)) == null) {
            lines.add("pveum role add " + name + " --privs \"" + String.join(",", privileges) + "\"");
        }
        return name;
    }

    /// `/vms/100` as `Vms100`.
    private static String capital(String path) {
        StringBuilder name = new StringBuilder();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return name.toString();
    }
}
