package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import java.util.Map;

/// Under which names the memory tells changes of what is no guest.
final class ThingFacts {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("disable", "enabled"),
            Map.entry("enable", "enabled"),
            Map.entry("prune-backups", "retention"),
            Map.entry("all", "selection"),
            Map.entry("vmid", "selection"),
            Map.entry("exclude", "excluded"),
            Map.entry("group", "ha_group"),
            Map.entry("expire", "expires_at"),
            Map.entry("firstname", "first_name"),
            Map.entry("lastname", "last_name"),
            Map.entry("privs", "privileges"),
            Map.entry("path", "location"),
            Map.entry("server", "location"),
            Map.entry("export", "location"));

    private ThingFacts() {}

    /// The fact that a field is told as; what has no fact of its own is among the settings.
    static String fact(ManifestKind kind, Field field) {
        String option = field.option();
        if (option.equals("pool")) {
            return kind == ManifestKind.STORAGE ? "location" : "selection";
        }
        boolean column = InventoryKind.of(Things.type(kind)).columns().stream()
                .anyMatch(one -> one.name().equals(option));
        return column ? option : NAMES.getOrDefault(option, "settings");
    }

    /// The kind of history that has the changes of a field.
    static Kind kind(ManifestKind kind, String path) {
        if (kind == ManifestKind.FIREWALL && !path.equals("rules")) {
            return path.startsWith("aliases")
                    ? Kind.FIREWALL_ALIAS
                    : path.startsWith("ipsets") ? Kind.FIREWALL_IPSET_ENTRY : Kind.FIREWALL_OPTION;
        }
        return InventoryKind.of(Things.type(kind)).kind();
    }

    /// Whether a thing, known by its place and more, is of a place.
    static boolean isOf(String id, String place) {
        return id.startsWith(place) && id.length() > place.length() && "/@".indexOf(id.charAt(place.length())) >= 0;
    }
}
