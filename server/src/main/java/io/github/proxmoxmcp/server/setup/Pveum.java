package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.tool.Access;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The lines for a shell on a node that give a token what it needs and no more.
public final class Pveum {

    private Pveum() {}

    /// Makes a user of its own, a role and a token for an access level. The token has no privilege separation: its user
    /// exists for it alone, so what the user may do is what the token may do.
    ///
    /// @param seeing whether also to grant what Proxmox shows only to who may change it (backups, guests' volumes)
    public static List<String> create(Needs needs, Access access, boolean seeing) {
        String level = access.name().toLowerCase(Locale.ROOT);
        String role = role(access);
        String user = user(access);
        return List.of(
                "pveum role add " + role + " --privs \"" + joined(needs.of(access, seeing), false) + "\"",
                "pveum user add " + user + " --comment \"proxmox-mcp, access " + level + "\"",
                "pveum acl modify / --users " + user + " --roles " + role,
                "pveum user token add " + user + " server --privsep 0");
    }

    /// The name of the token that these lines make.
    static String token(Access access) {
        return user(access) + "!server";
    }

    /// The role that these lines make.
    static String role(Access access) {
        return "ProxmoxMcp" + capital(access.name().toLowerCase(Locale.ROOT));
    }

    private static String user(Access access) {
        return "mcp-" + access.name().toLowerCase(Locale.ROOT) + "@pve";
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
