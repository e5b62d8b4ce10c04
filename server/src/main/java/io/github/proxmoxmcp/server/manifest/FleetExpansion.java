package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.yaml.Fault;
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

/// Makes the manifests of a fleet's instances: its template, with variables filled in and the instance's own values
/// laid over it. Anything else passes as it is.
final class FleetExpansion {

    private static final int MAX_INSTANCES = 1000;
    private static final List<String> KEYS =
            List.of("apiVersion", "kind", "name", "cluster", "instances", "vars", "template", "overrides");

    private final Mapping fleet;
    private final String name;
    private final ExpansionBudget budget;
    private final List<Fault> faults;

    private FleetExpansion(Mapping fleet, String name, ExpansionBudget budget, List<Fault> faults) {
        this.fleet = fleet;
        this.name = name;
        this.budget = budget;
        this.faults = faults;
    }

    static List<YamlTree> expand(YamlTree document, ExpansionBudget budget, List<Fault> faults) {
        if (!(document instanceof Mapping fleet)
                || !fleet.text("kind").equals(Optional.of(ManifestKind.FLEET.word()))) {
            return List.of(document);
        }
        String name = fleet.text("name").orElse("");
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}")) {
            faults.add(new Fault(
                    fleet.place(),
                    "name",
                    "of a fleet is missing, or has more than letters, digits, '.', '_' and '-'"));
            return List.of();
        }
        return new FleetExpansion(fleet, name, budget, faults).instances();
    }

    private List<YamlTree> instances() {
        ManifestReader reader = new ManifestReader(faults);
        reader.requireSingle(fleet);
        fleet.entries().forEach(entry -> reader.requireKnown(entry, entry.key(), KEYS));
        Optional<Mapping> template = mapping("template");
        if (template.isEmpty()) {
            faults.add(new Fault(fleet.place(), "template", "is missing: a mapping of what every instance is"));
            return List.of();
        }
        Map<String, String> vars = vars();
        Optional<Mapping> overrides = mapping("overrides");
        Map<String, Optional<Mapping>> wanted = wanted();
        overrides.stream().flatMap(map -> map.entries().stream()).forEach(entry -> {
            if (!wanted.containsKey(entry.key())) {
                faults.add(new Fault(
                        entry.place(), "overrides." + entry.key(), "there is no instance '" + entry.key() + "'"));
            }
        });
        List<YamlTree> made = new ArrayList<>();
        wanted.forEach((key, own) -> {
            int i = key.matches("[0-9]{1,9}") ? Integer.parseInt(key) : made.size() + 1;
            Mapping merged = own.map(values -> merge(template.get(), values)).orElse(template.get());
            Mapping whole = overrides
                    .flatMap(map -> map.get(key))
                    .filter(Mapping.class::isInstance)
                    .map(values -> merge(merged, (Mapping) values))
                    .orElse(merged);
            made.add(named((Mapping) new Template(i, key, vars, budget, faults).fill(whole), key));
        });
        return made;
    }

    private Optional<Mapping> mapping(String key) {
        return fleet.get(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    /// The instances by key: so many, from 1 on, or those of a mapping with their own values.
    private Map<String, Optional<Mapping>> wanted() {
        Map<String, Optional<Mapping>> wanted = new LinkedHashMap<>();
        YamlTree instances = fleet.get("instances").orElse(new Scalar(fleet.place(), "", false));
        if (instances instanceof Mapping map) {
            map.entries()
                    .forEach(entry -> wanted.put(
                            entry.key(),
                            Optional.of(entry.value())
                                    .filter(Mapping.class::isInstance)
                                    .map(Mapping.class::cast)));
        } else if (instances instanceof Scalar scalar && scalar.text().matches("[0-9]{1,4}")) {
            for (int i = 1; i <= Math.min(MAX_INSTANCES + 1, Integer.parseInt(scalar.text())); i++) {
                wanted.put(String.valueOf(i), Optional.empty());
            }
        } else {
            faults.add(new Fault(instances.place(), "instances", "is a whole number, or a mapping by key"));
        }
        if (wanted.size() > MAX_INSTANCES) {
            faults.add(new Fault(instances.place(), "instances", "are at most " + MAX_INSTANCES));
            return Map.of();
        }
        wanted.keySet().stream()
                .filter(key -> !key.matches("[A-Za-z0-9_.-]{1,40}"))
                .findFirst()
                .ifPresent(key -> faults.add(new Fault(
                        instances.place(),
                        "instances",
                        "a key has letters, digits, '.', '_' and '-' only, not '" + key + "'")));
        return wanted;
    }

    private Map<String, String> vars() {
        Map<String, String> vars = new LinkedHashMap<>();
        fleet.get("vars").ifPresent(tree -> {
            if (tree instanceof Mapping map) {
                map.entries().forEach(entry -> {
                    if (entry.value() instanceof Scalar value) {
                        vars.put(entry.key(), value.text());
                    } else {
                        faults.add(new Fault(entry.place(), "vars." + entry.key(), "is a single value"));
                    }
                });
            } else {
                faults.add(new Fault(tree.place(), "vars", "is a mapping of names to values"));
            }
        });
        return vars;
    }

    private Mapping named(Mapping instance, String key) {
        List<Entry> entries = new ArrayList<>();
        entries.add(entry("apiVersion", ManifestReader.API_VERSION));
        entries.add(entry("name", name + "[" + key + "]"));
        fleet.text("cluster").ifPresent(cluster -> entries.add(entry("cluster", cluster)));
        if (instance.get("hostname").isEmpty()) {
            entries.add(entry("hostname", name + "-" + key));
        }
        instance.entries().stream()
                .filter(entry -> !List.of("apiVersion", "name", "cluster").contains(entry.key()))
                .forEach(entries::add);
        return new Mapping(instance.place(), entries);
    }

    private Entry entry(String key, String value) {
        return new Entry(fleet.place(), key, new Scalar(fleet.place(), value, true));
    }

    /// The second laid over the first: mappings by key, anything else as a whole.
    private static Mapping merge(Mapping under, Mapping over) {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : under.entries()) {
            Optional<Entry> other = over.entries().stream()
                    .filter(one -> one.key().equals(entry.key()))
                    .findFirst();
            entries.add(other.map(one -> entry.value() instanceof Mapping below && one.value() instanceof Mapping above
                            ? new Entry(one.place(), one.key(), merge(below, above))
                            : one)
                    .orElse(entry));
        }
        over.entries().stream()
                .filter(entry -> under.get(entry.key()).isEmpty())
                .forEach(entries::add);
        return new Mapping(over.place(), entries);
    }

    /// The variables of one instance.
    private record Template(int i, String key, Map<String, String> vars, ExpansionBudget budget, List<Fault> faults) {

        private static final int EACH = 16;

        YamlTree fill(YamlTree tree) {
            budget.spend(tree.place(), EACH);
            return switch (tree) {
                case Scalar scalar -> scalar.text().contains("${") ? scalar.with(filled(scalar)) : scalar;
                case Mapping mapping ->
                    new Mapping(
                            mapping.place(),
                            mapping.entries().stream()
                                    .map(entry -> new Entry(entry.place(), entry.key(), fill(entry.value())))
                                    .toList());
                case Sequence sequence ->
                    new Sequence(
                            sequence.place(),
                            sequence.items().stream().map(this::fill).toList());
            };
        }

        private String filled(Scalar scalar) {
            StringBuilder text = new StringBuilder();
            int at = 0;
            String from = scalar.text();
            for (int begin = from.indexOf("${"); begin >= 0; begin = from.indexOf("${", at)) {
                int end = from.indexOf('}', begin);
                if (end < 0) {
                    faults.add(new Fault(scalar.place(), "", "'${' has no '}' after it"));
                    return from;
                }
                String value = value(scalar, from.substring(begin + 2, end).strip());
                budget.spend(scalar.place(), begin - at + value.length());
                text.append(from, at, begin).append(value);
                at = end + 1;
            }
            budget.spend(scalar.place(), from.length() - at);
            return text.append(from, at, from.length()).toString();
        }

        private String value(Scalar scalar, String expression) {
            if (!expression.matches("[A-Za-z0-9._-]+( *[+-] *[A-Za-z0-9._]+)*")) {
                return fault(scalar, expression);
            }
            String[] words = expression.replaceAll(" *([+-]) *", " $1 ").split(" ");
            if (words.length == 1) {
                return single(words[0]).orElseGet(() -> fault(scalar, expression));
            }
            long sum = 0;
            for (int at = 0; at < words.length; at += 2) {
                Optional<String> word = single(words[at]);
                if (word.isEmpty() || !word.get().matches("[0-9]{1,9}")) {
                    return fault(scalar, expression);
                }
                sum += (at > 0 && words[at - 1].equals("-") ? -1 : 1) * Long.parseLong(word.get());
            }
            return String.valueOf(sum);
        }

        private Optional<String> single(String word) {
            return switch (word) {
                case "i" -> Optional.of(String.valueOf(i));
                case "key" -> Optional.of(key);
                default ->
                    word.matches("[0-9]{1,9}")
                            ? Optional.of(word)
                            : word.startsWith("vars.")
                                    ? Optional.ofNullable(vars.get(word.substring("vars.".length())))
                                    : Optional.empty();
            };
        }

        private String fault(Scalar scalar, String expression) {
            String message = "'${" + expression + "}' is none of ${i}, ${key}, ${vars.NAME} and sums such as ${300 + i}"
                    + (vars.isEmpty() ? "" : "; variables are " + String.join(", ", vars.keySet()));
            budget.spend(scalar.place(), message.length());
            faults.add(new Fault(scalar.place(), "", message));
            return "";
        }
    }
}
