package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.guest.GuestFields;
import io.github.proxmoxmcp.server.manifest.guest.ValueType;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Entry;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the fields of a guest that stand in groups: `cpu`, `disks` by their slots, …
final class GuestGroupReader {

    private static final String OPTIONS = "options";

    private final ManifestReader reader;
    private final GuestFields known;

    GuestGroupReader(ManifestReader reader, GuestFields known) {
        this.reader = reader;
        this.known = known;
    }

    void read(String path, Entry entry, List<Wanted> fields) {
        Optional<Field> field =
                known.all().stream().filter(one -> one.path().equals(path)).findFirst();
        Optional<Pattern> slots = known.slots(path);
        if (field.isPresent()) {
            reader.value(field.get(), entry, fields);
        } else if (slots.isPresent()) {
            slots(path, slots.get(), entry, fields);
        } else if (path.equals("agent") && entry.value() instanceof Scalar) {
            // `agent: true` is all that most want to say.
            read("agent.enabled", entry, fields);
        } else if (entry.value() instanceof Mapping group) {
            group(path, group, fields);
        } else {
            reader.fault(entry.value(), path, "is a mapping of " + String.join(", ", children(path)));
        }
    }

    private void group(String path, Mapping group, List<Wanted> fields) {
        Optional<String> line = known.line(path);
        List<String> children = Stream.concat(children(path).stream(), line.map(_ -> OPTIONS).stream())
                .toList();
        for (Entry entry : group.entries()) {
            String child = path + "." + entry.key();
            if (!reader.requireKnown(entry, child, children)) {
                continue;
            }
            if (entry.key().equals(OPTIONS)) {
                rawParts(path, line.orElseThrow(), entry, fields);
            } else {
                read(child, entry, fields);
            }
        }
    }

    private List<String> children(String path) {
        String prefix = path + ".";
        return known.all().stream()
                .map(Field::path)
                .filter(one -> one.startsWith(prefix))
                .map(one -> one.substring(prefix.length()).replaceFirst("\\..*", ""))
                .distinct()
                .toList();
    }

    private void slots(String group, Pattern names, Entry entry, List<Wanted> fields) {
        if (!(entry.value() instanceof Mapping slots)) {
            reader.fault(entry.value(), group, "is a mapping by slot, such as " + example(group));
            return;
        }
        for (Entry slot : slots.entries()) {
            String path = group + "." + slot.key();
            if (!names.matcher(slot.key()).matches()) {
                reader.fault(
                        new Scalar(slot.place(), slot.key(), false),
                        path,
                        "is no slot; they are named like " + example(group));
            } else if (slot.value() instanceof Scalar scalar && scalar.isNull()) {
                Field whole = new Field(
                        path, GuestFields.option(group, slot.key()), "", ValueType.RAW, Optional.empty(), false);
                fields.add(new Wanted(whole, Optional.empty(), false, slot.place()));
            } else if (slot.value() instanceof Mapping parts) {
                slot(group, slot.key(), parts, fields);
            } else {
                reader.fault(slot.value(), path, "is a mapping, or null to remove it");
            }
        }
    }

    private String example(String group) {
        return group.equals("disks") ? known.container() ? "rootfs, mp0" : "scsi0, virtio1" : "net0";
    }

    private void slot(String group, String slot, Mapping parts, List<Wanted> fields) {
        List<Field> slotFields = known.slot(group, slot);
        String prefix = group + "." + slot + ".";
        List<String> children = Stream.concat(
                        slotFields.stream().map(field -> field.path().substring(prefix.length())), Stream.of(OPTIONS))
                .toList();
        for (Entry part : parts.entries()) {
            String path = prefix + part.key();
            if (!reader.requireKnown(part, path, children)) {
                continue;
            }
            if (part.key().equals(OPTIONS)) {
                rawParts(group + "." + slot, GuestFields.option(group, slot), part, fields);
            } else {
                slotFields.stream()
                        .filter(field -> field.path().equals(path))
                        .forEach(field -> reader.value(field, part, fields));
            }
        }
    }

    private void rawParts(String group, String option, Entry entry, List<Wanted> fields) {
        if (!(entry.value() instanceof Mapping parts)) {
            reader.fault(entry.value(), group + ".options", "is a mapping of Proxmox's own words to values");
            return;
        }
        for (Entry part : parts.entries()) {
            Field field = GuestFields.rawPart(group, option, part.key());
            if (known.hasPart(group, part.key()) || Secrets.isSecret(part.key())) {
                reader.fault(part.value(), field.path(), "has a field of its own in " + group);
            } else if (!part.key().matches("[a-z][a-z0-9_-]*")
                    || (part.value() instanceof Scalar scalar && scalar.text().matches(".*[,\\n].*"))) {
                reader.fault(part.value(), field.path(), "is a word with a value that has no comma");
            } else {
                reader.value(field, part, fields);
            }
        }
    }
}
