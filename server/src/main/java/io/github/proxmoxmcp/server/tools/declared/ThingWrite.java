package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.Wanted;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.guest.OptionFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is to be written of a thing, by Proxmox's names.
///
/// @param set options to their texts
/// @param delete options that are to go
/// @param now what there is; empty for what is made
record ThingWrite(Manifest manifest, SortedMap<String, String> set, List<String> delete, Map<String, String> now) {

    /// Everything that a manifest says, for a thing that is to be made.
    static ThingWrite created(Manifest manifest) {
        return of(
                manifest,
                manifest.fields().stream()
                        .filter(wanted -> wanted.value().isPresent())
                        .toList(),
                Map.of());
    }

    /// The differences that can be written.
    static ThingWrite changed(Manifest manifest, List<Difference> changes, Map<String, String> now) {
        return of(manifest, changes.stream().map(Difference::wanted).toList(), now);
    }

    private static ThingWrite of(Manifest manifest, List<Wanted> wanted, Map<String, String> now) {
        SortedMap<String, String> set = new TreeMap<>();
        List<String> delete = new ArrayList<>();
        Map<String, Map<Field, Optional<String>>> lines = new LinkedHashMap<>();
        for (Wanted one : wanted) {
            Field field = one.field();
            if (!field.isWhole()) {
                lines.computeIfAbsent(field.option(), _ -> new LinkedHashMap<>())
                        .put(field, one.value());
            } else if (one.value()
                    .filter(text -> !text.isEmpty() || !field.type().isList())
                    .isPresent()) {
                set.put(field.option(), field.type().forProxmox(one.value().get()));
            } else {
                delete.add(field.option());
            }
        }
        lines.forEach((option, parts) -> {
            String line = OptionFields.merged(false, option, Optional.ofNullable(now.get(option)), parts);
            if (line.isEmpty()) {
                delete.add(option);
            } else {
                set.put(option, line);
            }
        });
        return new ThingWrite(manifest, set, delete, now);
    }

    String name() {
        return manifest.name();
    }

    Optional<String> text(String option) {
        return Optional.ofNullable(set.get(option));
    }

    /// What is set or emptied, for calls that know no `delete`.
    Optional<String> textOrEmpty(String option) {
        return text(option).or(() -> delete.contains(option) ? Optional.of("") : Optional.empty());
    }

    Optional<Boolean> flag(String option) {
        return text(option).map("1"::equals);
    }

    Optional<Integer> number(String option) {
        return text(option).map(Integer::valueOf);
    }

    /// Everything that is set but these.
    Options options(String... but) {
        SortedMap<String, String> rest = new TreeMap<>(set);
        rest.keySet().removeAll(List.of(but));
        return Options.of(rest);
    }

    Optional<String> deleted() {
        return delete.isEmpty() ? Optional.empty() : Optional.of(String.join(",", delete));
    }

    /// With other options, too, that are to go.
    ThingWrite deleting(List<String> more) {
        List<String> all = new ArrayList<>(delete);
        all.addAll(more);
        return new ThingWrite(manifest, set, all, now);
    }

    /// `set content, nodes (removed)`
    String told() {
        List<String> names = new ArrayList<>(set.keySet());
        delete.forEach(name -> names.add(name + " (removed)"));
        return "set " + String.join(", ", names) + " of " + manifest.kind().word() + " " + name();
    }
}
