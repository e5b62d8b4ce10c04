package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.client.value.PropertyString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A configuration while it is said in another language: what is taken is said there, and what remains at the end is
/// named beside it, so that nothing is lost in silence.
public final class Remaining {

    private final SortedMap<String, String> left;
    private final Map<String, Parts> opened = new LinkedHashMap<>();
    private final SortedMap<String, String> withheld = new TreeMap<>();

    /// @param config by Proxmox's keys. What has a struck-out secret in it is withheld: said again, it would replace
    ///     the secret by asterisks
    public Remaining(SortedMap<String, String> config) {
        left = new TreeMap<>(config);
        config.forEach((key, value) -> {
            if (Secrets.isSecret(key)
                    || isSecret(value)
                    || Encoded.of(key, value).anyMatch(Remaining::isSecret)) {
                withheld.put(key, value);
                left.remove(key);
            }
        });
    }

    /// Whether a secret stands in a text, or asterisks in the place of one: written down it would replace the secret.
    public static boolean isSecret(String text) {
        return text.contains(Secrets.STRUCK_OUT) || Secrets.isIn(text);
    }

    /// A property string of which parts are taken one by one.
    public static final class Parts {

        private PropertyString rest;

        private Parts(PropertyString whole) {
            rest = whole;
        }

        /// The value of a part, which is then said.
        public Optional<String> take(String part) {
            Optional<String> value = rest.get(part);
            rest = rest.without(part);
            return value;
        }

        /// The value of the part whose name may be left out.
        public Optional<String> take(String part, String defaultPart) {
            return take(part).or(() -> part.equals(defaultPart) ? take("") : Optional.empty());
        }

        /// Whether the part is there and not said yet.
        public boolean has(String part) {
            return rest.keys().contains(part);
        }

        /// These parts, one of which is called otherwise from now on.
        public Parts renamed(String from, String to) {
            rest = new PropertyString(rest.properties().stream()
                    .map(one -> one.key().equals(from) ? new PropertyString.Property(to, one.value()) : one)
                    .toList());
            return this;
        }

        /// What is not said yet.
        public PropertyString rest() {
            return rest;
        }
    }

    /// What there was at a moment, to go back to it when something cannot be said after all.
    public record Mark(SortedMap<String, String> left, Map<String, PropertyString> opened) {}

    public Mark mark() {
        Map<String, PropertyString> parts = new LinkedHashMap<>();
        opened.forEach((key, part) -> parts.put(key, part.rest));
        return new Mark(new TreeMap<>(left), parts);
    }

    /// Nothing was said since.
    public void backTo(Mark mark) {
        left.clear();
        left.putAll(mark.left());
        opened.keySet().retainAll(mark.opened().keySet());
        mark.opened().forEach((key, rest) -> {
            Parts parts = opened.get(key);
            if (parts != null) {
                parts.rest = rest;
            }
        });
    }

    /// The value, without saying it.
    public Optional<String> get(String key) {
        return Optional.ofNullable(left.get(key));
    }

    /// The value, which is then said.
    public Optional<String> take(String key) {
        return Optional.ofNullable(left.remove(key));
    }

    /// Only this of the value is not said yet; nothing: all is.
    public void replace(String key, String rest) {
        if (rest.isEmpty()) {
            left.remove(key);
        } else {
            left.put(key, rest);
        }
    }

    /// The value as a property string, whose parts are said as they are taken.
    public Optional<Parts> open(String key) {
        return take(key).map(text -> {
            Parts parts = new Parts(PropertyString.parse(text));
            opened.put(key, parts);
            return parts;
        });
    }

    /// The keys that are there and not said yet, of which a name with a number behind it is the whole, by that number:
    /// `net0`, `net1`, ….
    public SortedMap<Integer, String> numbered(String name) {
        SortedMap<Integer, String> found = new TreeMap<>();
        for (String key : left.keySet()) {
            if (key.startsWith(name) && key.substring(name.length()).matches("\\d{1,4}")) {
                found.put(Integer.valueOf(key.substring(name.length())), key);
            }
        }
        return found;
    }

    /// Keys whose values are or hold secrets.
    public Set<String> withheld() {
        return new LinkedHashSet<>(withheld.keySet());
    }

    /// What was not said, each as `key=value`, or `key: part=value,…` where the rest was.
    public List<String> left() {
        List<String> all = new ArrayList<>();
        SortedMap<String, String> lines = new TreeMap<>();
        left.forEach((key, value) -> lines.put(key, key + "=" + value));
        opened.forEach((key, parts) -> {
            if (!parts.rest.properties().isEmpty()) {
                lines.put(key, key + ": " + parts.rest);
            }
        });
        all.addAll(lines.values());
        return all;
    }
}
