package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.guest.GuestFields;
import io.github.proxmoxmcp.server.manifest.guest.ValueType;
import io.github.proxmoxmcp.server.manifest.yaml.Fault;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Entry;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Scalar;
import io.github.proxmoxmcp.server.tool.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Makes a manifest of a document. Every fault is told with its place and, where a word is unknown, the nearest that is
/// known.
final class ManifestReader {

    static final String API_VERSION = "proxmox-mcp/v1";

    private static final List<String> COMMON =
            List.of("apiVersion", "kind", "name", "cluster", "state", "ignore", "moved");
    private static final List<String> OF_GUESTS = List.of("vmid", "placement", "from");
    private static final Set<String> SINGLE =
            Set.of("apiVersion", "kind", "name", "cluster", "state", "vmid", "placement");

    /// What is asked of an HA resource stands where others say whether they are to be there.
    static final List<String> HA_STATES = List.of("started", "stopped", "enabled", "disabled", "ignored", "absent");

    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(\\[[A-Za-z0-9_.-]{1,40}\\])?";
    private static final String DNS_NAME =
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*";

    private final List<Fault> faults;

    ManifestReader(List<Fault> faults) {
        this.faults = faults;
    }

    /// Absent when there is nothing usable in it; the faults then say why.
    Optional<Manifest> read(YamlTree tree) {
        if (!(tree instanceof Mapping document)) {
            faults.add(new Fault(tree.place(), "", "a manifest is a mapping of keys to values"));
            return Optional.empty();
        }
        requireSingle(document);
        String version = document.text("apiVersion").orElse("");
        if (!version.equals(API_VERSION)) {
            fault(
                    document.get("apiVersion").orElse(document),
                    "apiVersion",
                    "is '" + API_VERSION + "', not '" + version + "'");
            return Optional.empty();
        }
        String word = document.text("kind").orElse("");
        Optional<ManifestKind> kind = ManifestKind.of(word);
        if (kind.isEmpty()) {
            fault(
                    document.get("kind").orElse(document),
                    "kind",
                    "there is no kind '" + word + "'" + near(word, ManifestKind.words()));
            return Optional.empty();
        }
        if (kind.get() == ManifestKind.FLEET) {
            fault(document.get("kind").orElse(document), "kind", "the template of a fleet is no fleet itself");
            return Optional.empty();
        }
        String name = document.text("name").orElse("");
        boolean guest = kind.get().isGuest();
        if (!name.matches(guest ? NAME : ThingFields.of(kind.get()).name())) {
            fault(
                    document.get("name").orElse(document),
                    "name",
                    name.isEmpty()
                            ? "is missing"
                            : guest
                                    ? "has letters, digits, '.', '_' and '-' only, not '" + name + "'"
                                    : "is the name that Proxmox has for it, such as "
                                            + ThingFields.of(kind.get()).named() + ", not '" + name + "'");
            return Optional.empty();
        }
        return Optional.of(guest ? guest(kind.get(), name, document) : thing(kind.get(), name, document));
    }

    /// What says which thing is meant is never passed over: a cluster or vmid that cannot be read is not none.
    void requireSingle(Mapping document) {
        document.entries().stream()
                .filter(entry -> SINGLE.contains(entry.key()))
                .filter(entry -> !(entry.value() instanceof Scalar scalar) || scalar.isNull())
                .forEach(entry -> faults.add(new Fault(
                        entry.place(), entry.key(), "is a single value; leave the key out where there is none")));
    }

    private Manifest thing(ManifestKind kind, String name, Mapping document) {
        List<Wanted> fields = new ThingReader(this, ThingFields.of(kind), COMMON)
                .read(document).stream()
                        .filter(field ->
                                !field.path().equals("state") || !field.value().equals(Optional.of("absent")))
                        .toList();
        fields.stream()
                .filter(field -> (kind == ManifestKind.POOL && field.path().equals("members"))
                        || field.path().matches("guests\\.(vmids|exclude)"))
                .filter(field -> field.field().type().items(field.value().orElse("")).stream()
                        .anyMatch(id -> !id.matches("[0-9]{1,9}")))
                .forEach(field -> faults.add(new Fault(field.place(), field.path(), "are vmids")));
        return manifest(kind, name, document, fields);
    }

    private Manifest guest(ManifestKind kind, String name, Mapping document) {
        GuestFields known = GuestFields.of(kind == ManifestKind.CONTAINER);
        List<Wanted> fields = new ArrayList<>();
        List<String> top = Stream.of(
                        COMMON.stream(),
                        OF_GUESTS.stream(),
                        known.all().stream().map(field -> field.path().replaceFirst("\\..*", "")),
                        Stream.of("options"))
                .flatMap(words -> words)
                .distinct()
                .toList();
        for (Entry entry : document.entries()) {
            if (COMMON.contains(entry.key()) || OF_GUESTS.contains(entry.key())) {
                continue;
            }
            if (entry.key().equals("options")) {
                options(known, entry, fields);
            } else if (requireKnown(entry, entry.key(), top)) {
                new GuestGroupReader(this, known).read(entry.key(), entry, fields);
            }
        }
        if (fields.stream().noneMatch(field -> field.path().equals("hostname")) && name.matches(DNS_NAME)) {
            fields.add(new Wanted(
                    known.all().stream()
                            .filter(field -> field.path().equals("hostname"))
                            .findFirst()
                            .orElseThrow(),
                    Optional.of(name),
                    false,
                    document.place()));
        }
        fields.stream()
                .filter(field -> field.path().equals("power"))
                .filter(field ->
                        !Set.of("running", "stopped").contains(field.value().orElse("")))
                .forEach(field -> faults.add(new Fault(field.place(), "power", "is running or stopped")));
        return manifest(kind, name, document, fields);
    }

    /// Raw options, which no field of its own has.
    private void options(GuestFields known, Entry entry, List<Wanted> fields) {
        if (!(entry.value() instanceof Mapping options)) {
            fault(entry.value(), "options", "is a mapping of Proxmox's options to values");
            return;
        }
        for (Entry option : options.entries()) {
            String path = "options." + option.key();
            Optional<String> owner = known.owner(option.key());
            if (owner.isPresent()) {
                faults.add(new Fault(option.place(), path, "is written as " + owner.get()));
            } else if (Secrets.isSecret(option.key())) {
                faults.add(new Fault(
                        option.place(),
                        path,
                        "is a secret, and a manifest holds none; set it in Proxmox, where it is not compared"));
            } else if (GuestFields.isNotDeclared(option.key()) || !option.key().matches("[a-z][a-z0-9_-]*")) {
                faults.add(new Fault(option.place(), path, "is nothing that can be declared"));
            } else {
                value(known.raw(option.key()), option, fields);
            }
        }
    }

    private Manifest manifest(ManifestKind kind, String name, Mapping document, List<Wanted> fields) {
        Optional<String> state = document.text("state");
        List<String> states = kind == ManifestKind.HA_RESOURCE ? HA_STATES : List.of("present", "absent");
        state.filter(text -> !states.contains(text))
                .ifPresent(text -> fault(
                        document.get("state").orElseThrow(),
                        "state",
                        "is one of " + String.join(", ", states) + ", not '" + text + "'"));
        boolean present = !state.equals(Optional.of("absent"));
        if (!present && kind.isPlace() && !name.startsWith("group/")) {
            fault(document, "state", "absent is no state of it: it is always there; write null for what is to go");
        }
        Optional<Integer> vmid = vmid(document);
        if (!present && kind.isGuest() && vmid.isEmpty()) {
            fault(document, "state", "absent needs the vmid: a name does not tell which guest is to go");
        }
        Optional<String> placement = document.text("placement");
        placement
                .filter(text -> !text.equals("fixed"))
                .ifPresent(text -> fault(
                        document.get("placement").orElseThrow(),
                        "placement",
                        "is fixed or left out, not '" + text + "'"));
        Optional<Wanted> node =
                fields.stream().filter(field -> field.path().equals("node")).findFirst();
        return new Manifest(
                kind,
                name,
                document.place(),
                document.text("cluster"),
                present,
                vmid,
                node.flatMap(Wanted::value),
                placement.isPresent(),
                new OriginReader(faults).read(document, kind),
                fields,
                ignored(document),
                moved(document));
    }

    private Optional<Integer> vmid(Mapping document) {
        Optional<String> text = document.text("vmid");
        if (text.isPresent() && !text.get().matches("[1-9][0-9]{2,8}")) {
            fault(
                    document.get("vmid").orElseThrow(),
                    "vmid",
                    "is a whole number from 100 on, not '" + text.get() + "'");
            return Optional.empty();
        }
        return text.map(Integer::valueOf);
    }

    private SortedMap<String, String> ignored(Mapping document) {
        SortedMap<String, String> ignored = new TreeMap<>();
        document.get("ignore").ifPresent(tree -> {
            if (!(tree instanceof Mapping paths)) {
                fault(tree, "ignore", "is a mapping of paths to the reason why they are ignored");
                return;
            }
            for (Entry entry : paths.entries()) {
                if (entry.value() instanceof Scalar reason
                        && !reason.isNull()
                        && !reason.text().isBlank()) {
                    ignored.put(entry.key(), reason.text());
                } else {
                    faults.add(new Fault(entry.place(), "ignore." + entry.key(), "needs a reason, which is shown"));
                }
            }
        });
        return ignored;
    }

    private Optional<String> moved(Mapping document) {
        Optional<YamlTree> moved = document.get("moved");
        Optional<String> from = moved.filter(Mapping.class::isInstance).flatMap(tree -> ((Mapping) tree).text("from"));
        if (moved.isPresent() && from.isEmpty()) {
            fault(moved.get(), "moved", "is written as {from: VM/its-name-before}");
        }
        return from;
    }

    /// Reads a value of a field; `null` is a removal.
    void value(Field field, Entry entry, List<Wanted> fields) {
        ValueType type = field.type();
        if (entry.value() instanceof Scalar scalar && scalar.isNull()) {
            fields.add(new Wanted(field, Optional.empty(), false, entry.place()));
            return;
        }
        boolean including = type == ValueType.TAGS
                && entry.value() instanceof Mapping mapping
                && mapping.entries().size() == 1
                && mapping.get("include").isPresent();
        YamlTree value = including ? ((Mapping) entry.value()).get("include").orElseThrow() : entry.value();
        Optional<String> canonical = canonical(type, value);
        if (canonical.isEmpty()) {
            fault(value, field.path(), "is " + type.described() + wrong(value));
        } else {
            fields.add(new Wanted(field, canonical, including, entry.place()));
        }
    }

    private static Optional<String> canonical(ValueType type, YamlTree value) {
        return switch (value) {
            case Scalar scalar when !type.isList() -> type.written(scalar.text(), scalar.quoted());
            case YamlTree.Sequence sequence
            when type.isList() && sequence.items().stream().allMatch(Scalar.class::isInstance) ->
                type.written(sequence.items().stream()
                        .map(item -> ((Scalar) item).text())
                        .toList());
            default -> Optional.empty();
        };
    }

    private static String wrong(YamlTree value) {
        return value instanceof Scalar scalar && !scalar.text().contains("\n")
                ? ", not '" + scalar.text() + "'"
                        + (scalar.quoted() && scalar.text().matches("true|false") ? "; write it without quotes" : "")
                : "";
    }

    /// Whether a key is one of those; a fault with the nearest if not.
    boolean requireKnown(Entry entry, String path, List<String> known) {
        String last = path.substring(path.lastIndexOf('.') + 1);
        if (known.contains(last)) {
            return true;
        }
        faults.add(new Fault(entry.place(), path, "is unknown" + near(last, known)));
        return false;
    }

    void fault(YamlTree where, String path, String message) {
        faults.add(new Fault(where.place(), path, message));
    }

    private static String near(String word, List<String> known) {
        return Names.nearest(word, known)
                .map(near -> ", did you mean '" + near + "'?")
                .orElse("; known are " + String.join(", ", known));
    }
}
