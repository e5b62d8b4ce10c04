package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.HaGroup;
import io.github.proxmoxmcp.persistence.inventory.HaRule;
import io.github.proxmoxmcp.server.export.Remaining;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules and groups of the HA manager, and who may do what.
final class RightsBlocks {

    private RightsBlocks() {}

    static Resource haRule(HaRule rule, BlockLabels labels) {
        return new Resource("proxmox_harule", labels.of("rule", rule.name()), rule.name(), block -> {
            block.set("rule", rule.name()).set("type", rule.type()).set("resources", rule.resources());
            if (!rule.nodes().isEmpty()) {
                block.set("nodes", nodes(rule.nodes()));
            }
            block.set("affinity", rule.affinity()).set("disable", !rule.enabled());
            if (rule.type().equals("node-affinity")) {
                block.set("strict", rule.strict());
            }
            List<String> ignored = new ArrayList<>(ClusterBlocks.comment(block, rule.comment()));
            // A priority that is not set reads as none, and a map has no place for that.
            if (rule.nodes().stream().anyMatch(node -> !node.contains(":"))) {
                ignored.add("nodes");
            }
            ClusterBlocks.unknown(block, ignored);
        });
    }

    static Resource haGroup(HaGroup group, BlockLabels labels) {
        return new Resource("proxmox_hagroup", labels.of("group", group.name()), group.name(), block -> {
            block.set("group", group.name())
                    .set("nodes", nodes(group.nodes()))
                    .set("restricted", group.restricted())
                    .set("no_failback", group.nofailback());
            List<String> ignored = new ArrayList<>(ClusterBlocks.comment(block, group.comment()));
            if (group.nodes().stream().anyMatch(node -> !node.contains(":"))) {
                ignored.add("nodes");
            }
            ClusterBlocks.unknown(block, ignored);
        });
    }

    private static Map<String, Integer> nodes(List<String> nodes) {
        Map<String, Integer> priorities = new LinkedHashMap<>();
        nodes.forEach(node -> priorities.put(
                node.replaceFirst(":.*", ""),
                node.matches("[^:]+:[0-9]{1,4}") ? Integer.parseInt(node.substring(node.indexOf(':') + 1)) : 0));
        return priorities;
    }

    static Resource role(Access.Role role, BlockLabels labels) {
        return new Resource(
                "proxmox_virtual_environment_role",
                labels.of("role", role.name()),
                role.name(),
                block -> block.set("role_id", role.name()).set("privileges", role.privileges()));
    }

    static Resource group(Access.Group group, BlockLabels labels) {
        return new Resource(
                "proxmox_virtual_environment_group", labels.of("group", group.name()), group.name(), block -> {
                    block.set("group_id", group.name());
                    ClusterBlocks.unknown(block, ClusterBlocks.comment(block, group.comment()));
                });
    }

    /// A password is never part of it, and nothing reads one back.
    static Resource user(Access.User user, BlockLabels labels) {
        return new Resource("proxmox_virtual_environment_user", labels.of("user", user.name()), user.name(), block -> {
            block.set("user_id", user.name()).set("enabled", user.enabled());
            user.expiresAt().ifPresent(at -> block.set("expiration_date", at.toString()));
            block.set("first_name", sayable(user.firstName()))
                    .set("last_name", sayable(user.lastName()))
                    .set("email", sayable(user.email()));
            if (!user.groups().isEmpty()) {
                block.set("groups", user.groups());
            }
            List<String> ignored = new ArrayList<>(ClusterBlocks.comment(block, user.comment()));
            ignored.addAll(List.of("keys", "password"));
            ClusterBlocks.unknown(block, ignored);
        });
    }

    private static Optional<String> sayable(Optional<String> text) {
        return text.filter(said -> !said.isEmpty() && !Remaining.isSecret(said));
    }

    static Resource grant(Access.Rule rule, BlockLabels labels) {
        return new Resource(
                "proxmox_acl",
                labels.of("acl", rule.path() + " " + rule.grantee() + " " + rule.role()),
                rule.path() + "?" + rule.grantee() + "?" + rule.role(),
                block -> block.set("path", rule.path())
                        .set(rule.type() + "_id", rule.grantee())
                        .set("role_id", rule.role())
                        .set("propagate", rule.propagate()));
    }
}
