package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.yaml.YamlTree;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Entry;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Scalar;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the rules of a firewall. The list is owned as a whole: a rule is known by its place in it only.
final class FirewallRuleReader {

    private static final Map<String, String> OPTIONS =
            FirewallRule.NAMES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    private static final List<String> KEYS = Stream.concat(
                    FirewallRule.NAMES.values().stream(), Stream.of("enable", "comment", "group"))
            .toList();

    private final ManifestReader reader;

    FirewallRuleReader(ManifestReader reader) {
        this.reader = reader;
    }

    Optional<List<String>> read(Entry entry) {
        if (!(entry.value() instanceof Sequence rules)) {
            reader.fault(entry.value(), entry.key(), "is a list of rules, [] for none");
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < rules.items().size(); at++) {
            rule(entry.key() + "." + at, rules.items().get(at)).ifPresent(lines::add);
        }
        return Optional.of(lines);
    }

    private Optional<String> rule(String path, YamlTree tree) {
        if (!(tree instanceof Mapping rule)) {
            reader.fault(tree, path, "is a mapping, such as {direction: in, action: ACCEPT, macro: SSH}");
            return Optional.empty();
        }
        SortedMap<String, String> options = new TreeMap<>();
        for (Entry entry : rule.entries()) {
            String at = path + "." + entry.key();
            if (!reader.requireKnown(entry, at, KEYS)) {
                return Optional.empty();
            }
            if (!(entry.value() instanceof Scalar value) || value.isNull()) {
                reader.fault(entry.value(), at, "is a single value");
                return Optional.empty();
            }
            if (entry.key().equals("enable") && !value.text().matches("true|false")) {
                reader.fault(value, at, "is true or false, not '" + value.text() + "'");
            } else if (entry.key().equals("comment")
                    ? value.text().contains("\n")
                    : value.text().matches(".*\\s.*|")) {
                reader.fault(value, at, "is a single word");
            } else {
                put(options, entry.key(), value.text());
            }
        }
        if (!options.getOrDefault("type", "").matches("in|out|forward|group") || !options.containsKey("action")) {
            reader.fault(
                    rule, path, "has a direction (in, out, forward) and an action, or the group whose rules it is");
            return Optional.empty();
        }
        return Optional.of(new FirewallRule(options).line());
    }

    private static void put(SortedMap<String, String> options, String key, String text) {
        switch (key) {
            case "group" -> {
                options.put("type", "group");
                options.put("action", text);
            }
            case "enable" -> options.put("enable", text.equals("true") ? "1" : "0");
            case "comment" -> options.put("comment", text.strip());
            default -> options.put(OPTIONS.getOrDefault(key, key), text);
        }
    }
}
