package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Entry;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the fields of what is no guest.
final class ThingReader {

    private static final String OPTIONS = "options";
    private static final String RULES = "rules";

    private final ManifestReader reader;
    private final ThingFields known;
    private final List<String> common;
    private final List<Wanted> fields = new ArrayList<>();

    /// @param common the words that every manifest has
    ThingReader(ManifestReader reader, ThingFields known, List<String> common) {
        this.reader = reader;
        this.known = known;
        this.common = common;
    }

    List<Wanted> read(Mapping document) {
        List<String> top = Stream.of(
                        known.words("").stream(),
                        known.raw() ? Stream.of(OPTIONS) : Stream.<String>empty(),
                        common.stream())
                .flatMap(words -> words)
                .distinct()
                .toList();
        for (Entry entry : document.entries()) {
            boolean ours = known.words("").contains(entry.key());
            if (common.contains(entry.key()) && !ours) {
                continue;
            }
            if (entry.key().equals(OPTIONS) && known.raw()) {
                options(entry);
            } else if (reader.requireKnown(entry, entry.key(), top)) {
                field(entry.key(), entry);
            }
        }
        return fields;
    }

    private void field(String path, Entry entry) {
        Optional<Field> field =
                known.fields().stream().filter(one -> one.path().equals(path)).findFirst();
        if (path.equals(RULES)) {
            new FirewallRuleReader(reader)
                    .read(entry)
                    .ifPresent(lines -> fields.add(new Wanted(
                            field.orElseThrow(), Optional.of(String.join("\n", lines)), false, entry.place())));
        } else if (field.isPresent()) {
            reader.value(field.get(), entry, fields);
        } else if (!(entry.value() instanceof Mapping group)) {
            reader.fault(entry.value(), path, "is a mapping");
        } else if (known.slots().contains(path)) {
            group.entries().forEach(slot -> slot(path, slot));
        } else {
            group.entries().stream()
                    .filter(one -> reader.requireKnown(one, path + "." + one.key(), known.words(path + ".")))
                    .forEach(one -> field(path + "." + one.key(), one));
        }
    }

    private void slot(String group, Entry slot) {
        String path = group + "." + slot.key();
        if (!slot.key().matches("[^\\s/*,;]{1,120}")) {
            reader.fault(new Scalar(slot.place(), slot.key(), true), path, "is no name that can stand here");
        } else if (slot.value() instanceof Scalar scalar && scalar.isNull()) {
            fields.add(new Wanted(ThingFields.whole(group, slot.key()), Optional.empty(), false, slot.place()));
        } else if (slot.value() instanceof Mapping parts) {
            List<Field> all = known.slot(group, slot.key());
            for (Entry part : parts.entries()) {
                Optional<Field> field = all.stream()
                        .filter(one -> one.path().equals(path + "." + part.key()))
                        .findFirst();
                if (field.isPresent()) {
                    reader.value(field.get(), part, fields);
                } else {
                    reader.requireKnown(part, path + "." + part.key(), known.words(group + ".*."));
                }
            }
        } else {
            reader.fault(slot.value(), path, "is a mapping, or null to remove it");
        }
    }

    private void options(Entry entry) {
        if (!(entry.value() instanceof Mapping options)) {
            reader.fault(entry.value(), OPTIONS, "is a mapping of Proxmox's options to values");
            return;
        }
        for (Entry option : options.entries()) {
            String path = OPTIONS + "." + option.key();
            YamlTree at = new Scalar(option.place(), option.key(), true);
            Optional<Field> owner = known.fields().stream()
                    .filter(field -> field.option().equals(option.key()))
                    .findFirst();
            Optional<Field> field = known.option(option.key());
            if (owner.isPresent()) {
                reader.fault(at, path, "is written as " + owner.get().path().replaceFirst("\\..*", ""));
            } else if (Secrets.isSecret(option.key())) {
                reader.fault(
                        at,
                        path,
                        "is a secret, and a manifest holds none; set it in Proxmox, where it is not compared");
            } else if (field.isEmpty()) {
                reader.fault(at, path, "is nothing that can be declared");
            } else {
                reader.value(field.get(), option, fields);
            }
        }
    }
}
