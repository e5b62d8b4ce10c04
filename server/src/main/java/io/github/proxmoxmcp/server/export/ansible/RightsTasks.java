package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.HaRule;
import io.github.proxmoxmcp.server.export.ExportedRights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules of the HA manager, and who may do what: whom a right is given stands before the right. Passwords are never
/// part of it.
final class RightsTasks {

    private RightsTasks() {}

    static List<Object> of(ExportedRights rights, List<String> notes) {
        List<Object> tasks = new ArrayList<>();
        rights.haRules().forEach(rule -> tasks.add(haRule(rule)));
        rights.haGroups()
                .forEach(group -> notes.add("HA group " + group.name()
                        + " is left out: Proxmox VE 9 has rules where older ones had groups"));
        rights.roles().forEach(role -> tasks.add(role(role)));
        rights.groups().forEach(group -> tasks.add(group(group)));
        rights.users().forEach(user -> tasks.add(user(user)));
        rights.grants().forEach(grant -> tasks.add(grant(grant)));
        return tasks;
    }

    private static Object haRule(HaRule rule) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("name", rule.name());
        options.put("type", rule.type());
        options.put("resources", rule.resources());
        if (!rule.nodes().isEmpty()) {
            options.put("nodes", rule.nodes());
        }
        rule.affinity().ifPresent(affinity -> options.put("affinity", affinity));
        options.put("disable", !rule.enabled());
        if (rule.type().equals("node-affinity")) {
            options.put("strict", rule.strict());
        }
        text(options, "comment", rule.comment());
        options.put("state", "present");
        return ClusterTasks.task("An HA rule", "proxmox_cluster_ha_rules", options);
    }

    private static Object role(Access.Role role) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("roleid", role.name());
        options.put("privs", role.privileges());
        options.put("state", "present");
        return ClusterTasks.task("A role", "proxmox_role", options);
    }

    private static Object group(Access.Group group) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("groupid", group.name());
        text(options, "comment", group.comment());
        options.put("state", "present");
        return ClusterTasks.task("A group of users", "proxmox_group", options);
    }

    private static Object user(Access.User user) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("userid", user.name());
        options.put("enable", user.enabled());
        user.expiresAt().ifPresent(at -> options.put("expire", at.getEpochSecond()));
        text(options, "firstname", user.firstName());
        text(options, "lastname", user.lastName());
        text(options, "email", user.email());
        if (!user.groups().isEmpty()) {
            options.put("groups", user.groups());
        }
        text(options, "comment", user.comment());
        options.put("state", "present");
        return ClusterTasks.task("A user", "proxmox_user", options);
    }

    private static Object grant(Access.Rule rule) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("path", rule.path());
        options.put("type", rule.type());
        options.put("ugid", rule.grantee());
        options.put("roleid", rule.role());
        options.put("propagate", rule.propagate());
        options.put("state", "present");
        return ClusterTasks.task("A right", "proxmox_access_acl", options);
    }

    private static void text(Map<String, Object> options, String name, Optional<String> text) {
        ClusterTasks.sayable(text).ifPresent(said -> options.put(name, said));
    }
}
