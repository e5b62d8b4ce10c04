package io.github.proxmoxmcp.server.export.manifest;

import io.github.proxmoxmcp.server.manifest.FirewallRule;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.ThingFields;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.guest.LiveFields;
import io.github.proxmoxmcp.server.manifest.guest.ValueType;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Entry;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// The manifest of what is no guest, as it is.
final class ThingDocument {

    private ThingDocument() {}

    /// @param options by Proxmox's names
    static GuestDocument.Document of(ManifestKind kind, String name, SortedMap<String, String> options) {
        ThingFields known = ThingFields.of(kind);
        Map<Field, String> found = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        for (Field field : fields(known, options)) {
            LiveFields.value(false, field, options)
                    .filter(value -> !field.absent().equals(Optional.of(value)))
                    .ifPresent(value -> LiveFields.put(field, value, found, left));
        }
        options.keySet().stream()
                .flatMap(option -> known.option(option).stream())
                .filter(field -> !LiveFields.isSecret(field.option(), options))
                .forEach(field -> LiveFields.put(field, options.getOrDefault(field.option(), ""), found, left));
        options.keySet().stream()
                .filter(option -> LiveFields.isSecret(option, options))
                .forEach(option -> left.add(option + " is a secret, or has one in it"));
        Map<String, Object> tree = new LinkedHashMap<>();
        found.forEach((field, value) -> put(tree, field, value));
        List<Entry> entries = new ArrayList<>();
        entries.add(GuestDocument.entry("apiVersion", GuestDocument.text("proxmox-mcp/v1")));
        entries.add(GuestDocument.entry("kind", GuestDocument.text(kind.word())));
        entries.add(GuestDocument.entry("name", GuestDocument.text(name)));
        tree.forEach((key, value) -> entries.add(GuestDocument.entry(key, GuestDocument.tree(value))));
        return new GuestDocument.Document(new Mapping(GuestDocument.NOWHERE, entries), left);
    }

    /// Whether there is anything to say of a place that is always there.
    static boolean isEmpty(GuestDocument.Document document) {
        return ((Mapping) document.tree()).entries().size() == 3;
    }

    /// Those of slots stand for each slot that there is.
    private static List<Field> fields(ThingFields known, SortedMap<String, String> options) {
        List<Field> fields = new ArrayList<>(known.fields().stream()
                .filter(field -> !field.path().contains("*"))
                .filter(field -> !LiveFields.isSecret(field.option(), options))
                .toList());
        for (String group : known.slots()) {
            options.keySet().stream()
                    .filter(option -> option.matches(group + "/[^/]+"))
                    .flatMap(option -> known.slot(group, option.substring(group.length() + 1)).stream())
                    .forEach(fields::add);
        }
        return fields;
    }

    /// The name of a slot may have dots in it.
    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, Field field, String value) {
        YamlTree said = field.path().equals("rules")
                ? new Sequence(
                        GuestDocument.NOWHERE,
                        ValueType.LINES.items(value).stream()
                                .map(line -> FirewallRule.parse(line).tree(GuestDocument.NOWHERE))
                                .toList())
                : GuestDocument.value(field, value);
        String[] slot = field.option().split("/");
        Map<String, Object> group = tree;
        String last = field.path();
        if (slot.length == 3) {
            group = (Map<String, Object>) group.computeIfAbsent(slot[0], _ -> new LinkedHashMap<>());
            group = (Map<String, Object>) group.computeIfAbsent(slot[1], _ -> new LinkedHashMap<>());
            last = slot[2];
        }
        GuestDocument.put(group, last, said);
    }
}
