package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.tool.Access;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The lines for a shell on a node that give a token what it needs and no more.
public final class Pveum {

    private Pveum() {}

    /// Makes a user of its own, a role and a token for an access level. The token has no privilege separation: its user
    /// exists for it alone, so what the user may do is what the token may do.
    ///
    /// @param seeing whether also to grant what Proxmox shows only to who may change it (backups, guests' volumes)
    public static List<String> create(Access access, boolean seeing) {
        String level = access.name().toLowerCase(Locale.ROOT);
        String role = "ProxmoxMcp" + capital(level);
        String user = user(access);
        return List.of(
                "pveum role add " + role + " --privs \"" + joined(ToolNeeds.of(access, seeing), false) + "\"",
                "pveum user add " + user + " --comment \"proxmox-mcp, access " + level + "\"",
                "pveum acl modify / --users " + user + " --roles " + role,
                "pveum user token add " + user + " server --privsep 0");
    }

    /// The name of the token that these lines make.
    static String token(Access access) {
        return user(access) + "!server";
    }

    private static String user(Access access) {
        return "mcp-" + access.name().toLowerCase(Locale.ROOT) + "@pve";
    }

    /// Grants a token what it is missing, path by path.
    ///
    /// @param before9 whether the cluster is older than Proxmox VE 9
    public static List<String> grant(String token, Collection<Need> missing, boolean before9) {
        Map<String, Set<Need>> byPath = new TreeMap<>();
        missing.forEach(need ->
                byPath.computeIfAbsent(need.path(), _ -> new LinkedHashSet<>()).add(need));
        List<String> lines = new ArrayList<>();
        byPath.forEach((path, needs) -> {
            String role = "ProxmoxMcpMore" + (path.equals("/") ? "" : capital(path.substring(1)));
            lines.add("pveum role add " + role + " --privs \"" + joined(needs, before9) + "\"");
            lines.add("pveum acl modify " + path + who(token) + " --roles " + role);
        });
        return lines;
    }

    private static String who(String token) {
        return token.contains("!") ? " --tokens '" + token + "'" : " --users '" + token + "'";
    }

    private static String joined(Collection<Need> needs, boolean before9) {
        return needs.stream()
                .map(need -> need.privilege(before9))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(","));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
