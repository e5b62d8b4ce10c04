package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.client.access.RightsApi.AclEntry;
import io.github.proxmoxmcp.client.access.RightsApi.Role;
import io.github.proxmoxmcp.client.access.UsersApi.TokenDetail;
import io.github.proxmoxmcp.client.access.UsersApi.UserDetail;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What a token (or a user who logs in with a password) may do, and how much of where that comes from it may see.
///
/// @param held what it may do in effect
/// @param rules whether the access control list could be read, without which a guest that is refused is not told from
///     one that has no rule
/// @param refused paths on which it, its user or a group of that has the role `NoAccess`
/// @param separated whether the token has rights of its own; absent where that is not told
/// @param user what the user of a separated token may do, who limits it; absent where that is not told
/// @param roles the privileges of the roles that there are
record TokenRights(
        String id,
        Permissions held,
        boolean rules,
        Set<String> refused,
        Optional<Boolean> separated,
        Optional<Permissions> user,
        Map<String, Set<String>> roles) {

    private static final String ROOT = "root@pam";

    /// @throws ProxmoxException when not even the own rights can be read
    static TokenRights read(Proxmox api, String id) {
        Permissions told = Permissions.read(api.access(), Optional.empty());
        String user = owner(id);
        boolean audits = told.at("/access", "Sys.Audit");
        Optional<List<AclEntry>> acl = audits ? tried(() -> api.rights().acl()) : Optional.empty();
        Optional<UserDetail> owner =
                id.equals(user) ? Optional.empty() : tried(() -> api.users().get(user));
        Optional<Boolean> separated = id.equals(user)
                ? Optional.of(false)
                : owner.flatMap(UserDetail::tokens)
                        .flatMap(tokens -> Optional.ofNullable(tokens.get(id.substring(user.length() + 1))))
                        .flatMap(TokenDetail::privsep);
        Optional<Permissions> limit = user.equals(ROOT) || !separated.orElse(true)
                ? Optional.empty()
                : tried(() -> Permissions.read(api.access(), Optional.of(user)));
        List<String> groups = owner.flatMap(UserDetail::groups).orElse(List.of());
        return new TokenRights(
                id,
                acl.map(rows -> told.withRules(rows.stream().map(AclEntry::path).toList()))
                        .orElse(told),
                acl.isPresent(),
                acl.orElse(List.of()).stream()
                        .filter(row -> row.roleid().equals("NoAccess"))
                        .filter(row -> row.type().equals("group")
                                ? groups.contains(row.ugid())
                                : row.ugid().equals(id) || row.ugid().equals(user))
                        .map(AclEntry::path)
                        .collect(Collectors.toCollection(TreeSet::new)),
                separated,
                limit,
                tried(() -> api.rights().roles()).map(TokenRights::privileges).orElse(Map.of()));
    }

    private static Map<String, Set<String>> privileges(List<Role> roles) {
        Map<String, Set<String>> privileges = new TreeMap<>();
        roles.forEach(role -> privileges.put(
                role.roleid(),
                Arrays.stream(role.privs().orElse("").split(","))
                        .filter(name -> !name.isBlank())
                        .collect(Collectors.toCollection(TreeSet::new))));
        return privileges;
    }

    static String owner(String id) {
        return id.replaceFirst("!.*", "");
    }

    boolean isToken() {
        return id.contains("!");
    }

    /// Whether its user may limit what it may do.
    boolean isLimited() {
        return isToken() && separated.orElse(true) && !owner(id).equals(ROOT);
    }

    /// Whether a need is met: one of its privileges holds for all that it is of, except where it is refused on purpose.
    boolean meets(Permissions permissions, Need need) {
        String[] any = need.privileges().toArray(String[]::new);
        return need.path().equals("/")
                ? permissions.at("/", any)
                : permissions.below(need.path(), any) && refused.containsAll(permissions.without(need.path(), any));
    }

    /// What is not told without rights that the token lacks is absent.
    private static <T> Optional<T> tried(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (ProxmoxException _) {
            return Optional.empty();
        }
    }
}
