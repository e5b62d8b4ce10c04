package io.github.proxmoxmcp.server.export.manifest;

import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.guest.LiveFields;
import io.github.proxmoxmcp.server.manifest.guest.ValueType;
import io.github.proxmoxmcp.server.manifest.yaml.Place;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Entry;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Scalar;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The manifest of a guest as it is: read back and compared with the same guest it differs in nothing.
final class GuestDocument {

    static final Place NOWHERE = new Place("export", 1, 1);

    /// The order in which people look for things.
    private static final List<String> ORDER = List.of(
            "hostname",
            "vmid",
            "node",
            "pool",
            "tags",
            "description",
            "template",
            "unprivileged",
            "cpu",
            "memory",
            "disks",
            "nets",
            "cloudInit",
            "nameservers",
            "searchDomains",
            "timezone",
            "features",
            "agent",
            "onBoot",
            "startup",
            "protection",
            "options");

    private GuestDocument() {}

    /// @param left what is not in it, each a sentence
    record Document(YamlTree tree, List<String> left) {}

    /// @param key the name of the manifest
    static Document of(GuestFacts guest, String key) {
        Map<String, Object> tree = new LinkedHashMap<>();
        LiveFields.Found found =
                LiveFields.all(guest.container(), guest.config().orElseThrow());
        found.fields().forEach((field, value) -> put(tree, field.path(), value(field, value)));
        // The key is the name, unless something else is said.
        String hostname = guest.container() ? "hostname" : "name";
        Optional<String> name = Optional.ofNullable(guest.config().get().get(hostname));
        if (name.equals(Optional.of(key))) {
            tree.remove("hostname");
        } else if (name.isEmpty()) {
            tree.put("hostname", new Scalar(NOWHERE, "null", false));
        }
        shorten(tree);
        tree.put("node", text(guest.node()));
        guest.pool().ifPresent(pool -> tree.put("pool", text(pool)));
        tree.put("vmid", new Scalar(NOWHERE, String.valueOf(guest.vmid()), false));
        List<Entry> entries = new ArrayList<>();
        entries.add(entry("apiVersion", text("proxmox-mcp/v1")));
        entries.add(entry("kind", text(guest.container() ? "Container" : "VM")));
        entries.add(entry("name", text(key)));
        ORDER.stream()
                .filter(tree::containsKey)
                .forEach(path -> entries.add(entry(path, tree(tree.getOrDefault(path, Map.of())))));
        return new Document(new Mapping(NOWHERE, entries), found.left());
    }

    /// `agent: true` where that is all.
    private static void shorten(Map<String, Object> tree) {
        if (tree.get("agent") instanceof Map<?, ?> agent
                && agent.size() == 1
                && agent.get("enabled") instanceof Scalar enabled) {
            tree.put("agent", enabled);
        }
    }

    static YamlTree value(Field field, String canonical) {
        ValueType type = field.type();
        if (type.isList()) {
            return new Sequence(
                    NOWHERE,
                    type.items(canonical).stream()
                            .<YamlTree>map(GuestDocument::text)
                            .toList());
        }
        String shown = type.shown(canonical);
        boolean plain = !type.isText() || (type == ValueType.RAW && shown.matches("[1-9][0-9]{0,8}|0"));
        return new Scalar(NOWHERE, shown, !plain);
    }

    @SuppressWarnings("unchecked")
    static void put(Map<String, Object> tree, String path, YamlTree value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.put(path, value);
        } else {
            put(
                    (Map<String, Object>) tree.computeIfAbsent(path.substring(0, dot), _ -> new LinkedHashMap<>()),
                    path.substring(dot + 1),
                    value);
        }
    }

    static YamlTree tree(Object value) {
        if (value instanceof YamlTree tree) {
            return tree;
        }
        List<Entry> entries = new ArrayList<>();
        ((Map<?, ?>) value).forEach((key, inner) -> entries.add(entry(String.valueOf(key), tree(inner))));
        return new Mapping(NOWHERE, entries);
    }

    static Entry entry(String key, YamlTree value) {
        return new Entry(NOWHERE, key, value);
    }

    static Scalar text(String text) {
        return new Scalar(NOWHERE, text, true);
    }
}
