package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.HaGroup;
import io.github.proxmoxmcp.persistence.inventory.HaRule;
import java.util.List;

/// What decides where guests run and who may do what, as other tools are told of it.
///
/// @param roles without Proxmox's own
public record ExportedRights(
        List<HaRule> haRules,
        List<HaGroup> haGroups,
        List<Access.Role> roles,
        List<Access.Group> groups,
        List<Access.User> users,
        List<Access.Rule> grants) {

    /// None of it.
    public static final ExportedRights NONE =
            new ExportedRights(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public ExportedRights {
        haRules = List.copyOf(haRules);
        haGroups = List.copyOf(haGroups);
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
        users = List.copyOf(users);
        grants = List.copyOf(grants);
    }
}
