package io.github.proxmoxmcp.server.manifest.guest;

import io.github.proxmoxmcp.client.json.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/// What a guest's configuration says of fields, in the canonical form.
public final class LiveFields {

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]*");

    private LiveFields() {}

    /// The value of a field; absent when Proxmox has none.
    ///
    /// @param config the options, and what is none (`@pool`, …) beside them
    public static Optional<String> value(boolean container, Field field, Map<String, String> config) {
        Optional<String> text = Optional.ofNullable(config.get(field.option()));
        return (field.isWhole()
                        ? text
                        : text.flatMap(line -> OptionLine.parse(container, field.option(), line)
                                .get(field.part())))
                .map(field.type()::ofProxmox);
    }

    /// The fields of a configuration that a manifest can have, with their values.
    ///
    /// @param left what cannot be declared, each a sentence
    public record Found(Map<Field, String> fields, List<String> left) {}

    /// Everything that can be declared of a configuration: what machines made, secrets and addresses of network cards
    /// are left out.
    public static Found all(boolean container, SortedMap<String, String> config) {
        GuestFields known = GuestFields.of(container);
        Map<Field, String> fields = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        config.forEach((option, text) -> {
            if (option.equals("lxc")) {
                left.add("raw lxc.* lines are not part of a manifest: Proxmox's API does not change them");
            } else if (text.equals(Secrets.STRUCK_OUT) || Secrets.isSecret(option)) {
                left.add(option + " is a secret");
            } else if (text.contains(Secrets.STRUCK_OUT)) {
                left.add(option + " has a secret in it");
            } else if (!GuestFields.isNotDeclared(option)) {
                add(known, option, text, fields, left);
            }
        });
        return new Found(fields, left);
    }

    private static void add(
            GuestFields known, String option, String text, Map<Field, String> fields, List<String> left) {
        Optional<Field> whole = known.all().stream()
                .filter(field -> field.option().equals(option) && field.isWhole())
                .findFirst();
        Optional<String> group = known.owner(option).map(path -> GuestFields.isSlot(path, known) ? path : option);
        if (whole.isPresent()) {
            put(whole.get(), whole.get().type().ofProxmox(text), fields, left);
        } else if (group.isPresent()) {
            line(known, group.get(), option, text, fields, left);
        } else if (WORD.matcher(option).matches()) {
            put(known.raw(option), text, fields, left);
        } else {
            left.add(option + " is no name that a manifest can have");
        }
    }

    private static void line(
            GuestFields known, String group, String option, String text, Map<Field, String> fields, List<String> left) {
        OptionLine line = OptionLine.parse(known.container(), option, text);
        List<Field> parts = known.parts(group, option);
        parts.stream()
                .filter(field -> field.type() != ValueType.MAC)
                .forEach(field -> line.get(field.part())
                        .ifPresent(value -> put(field, field.type().ofProxmox(value), fields, left)));
        line.parts().forEach((part, value) -> {
            if (part.equals("file")
                    || parts.stream().anyMatch(field -> field.part().equals(part))) {
                return;
            }
            if (WORD.matcher(part).matches()) {
                put(GuestFields.rawPart(group, option, part), value, fields, left);
            } else {
                left.add("'" + part + "' of " + option + " is no name that a manifest can have");
            }
        });
    }

    /// Whether an option is a secret, or has one in it that was struck out.
    public static boolean isSecret(String option, Map<String, String> options) {
        return Secrets.isSecret(option) || options.getOrDefault(option, "").contains(Secrets.STRUCK_OUT);
    }

    /// Only what is read back as it is.
    public static void put(Field field, String canonical, Map<Field, String> fields, List<String> left) {
        ValueType type = field.type();
        Optional<String> back = type.isList()
                ? type.written(type.items(canonical))
                : type.written(type.shown(canonical), type.isText());
        if (back.filter(canonical::equals).isPresent()) {
            fields.put(field, canonical);
        } else {
            left.add(field.path() + " has a value that a manifest cannot have");
        }
    }
}
