package io.github.proxmoxmcp.server.export.manifest;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.pools.PoolsApi.PoolQuery;
import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.Firewall;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.declared.DeclaredWorld.Sight;
import io.github.proxmoxmcp.server.declared.KnownLists;
import io.github.proxmoxmcp.server.declared.Things;
import io.github.proxmoxmcp.server.export.Selection;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.ThingFields;
import io.github.proxmoxmcp.server.manifest.yaml.YamlWriter;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Manifests of what is no guest, a file a group of kinds.
final class ThingsExport {

    private static final Map<String, List<ManifestKind>> FILES = new TreeMap<>(Map.of(
            "access.yaml", List.of(ManifestKind.ROLE, ManifestKind.GROUP, ManifestKind.USER, ManifestKind.ACL),
            "backup-jobs.yaml", List.of(ManifestKind.BACKUP_JOB),
            "bridges.yaml", List.of(ManifestKind.BRIDGE),
            "firewall.yaml", List.of(ManifestKind.FIREWALL),
            "ha.yaml", List.of(ManifestKind.HA_RESOURCE, ManifestKind.HA_RULE, ManifestKind.HA_GROUP),
            "pools.yaml", List.of(ManifestKind.POOL),
            "storages.yaml", List.of(ManifestKind.STORAGE)));

    private final Reading reading;
    private final List<String> notes;
    private final KnownLists lists;
    private final Things things;

    ThingsExport(Reading reading, List<String> notes) {
        this.reading = reading;
        this.notes = notes;
        this.lists = new KnownLists(reading);
        this.things = new Things(lists);
    }

    /// All of it, or of a pool that is selected the pool.
    void export(Selection selection, Map<String, String> files) {
        FILES.forEach((file, kinds) -> {
            String text = kinds.stream()
                    .flatMap(kind -> names(kind, selection).map(name -> document(kind, name)))
                    .collect(Collectors.joining());
            if (!text.isEmpty()) {
                files.put(file, text);
            }
        });
        if (selection.isAll()) {
            ThingFields.kinds().stream()
                    .filter(kind -> kind != ManifestKind.POOL && kind != ManifestKind.HA_GROUP)
                    .filter(kind -> InventoryQueries.whole(
                                    reading, InventoryKind.of(Things.type(kind)).kind())
                            .isEmpty())
                    .forEach(kind ->
                            notes.add(kind.word() + ": not read as a whole, so there may be more than is exported"));
        }
    }

    private Stream<String> names(ManifestKind kind, Selection selection) {
        if (!selection.isAll()) {
            return kind == ManifestKind.POOL ? selection.pool().stream() : Stream.empty();
        }
        return switch (kind) {
            case POOL -> pools().keySet().stream();
            case FIREWALL ->
                Stream.concat(
                                Stream.of(
                                                Firewall.Rule.class,
                                                Firewall.Option.class,
                                                Firewall.Alias.class,
                                                Firewall.IpSet.class)
                                        .flatMap(type -> lists.scopes(type).stream()),
                                lists.list(Firewall.Group.class, "").stream()
                                        .map(group -> "group/" + group.thing().name()))
                        .sorted()
                        .distinct();
            case BRIDGE ->
                lists.scopes(NodeInterface.class).stream()
                        .sorted()
                        .flatMap(node -> things.all(kind, node).keySet().stream());
            case ROLE -> {
                Set<String> builtin = lists.list(Access.Role.class, "").stream()
                        .map(Known::thing)
                        .filter(Access.Role::builtin)
                        .map(Access.Role::name)
                        .collect(Collectors.toSet());
                yield things.all(kind, "").keySet().stream().filter(name -> !builtin.contains(name));
            }
            default -> things.all(kind, "").keySet().stream();
        };
    }

    private String document(ManifestKind kind, String name) {
        String label = kind.word() + " " + UntrustedText.marked(name);
        Optional<SortedMap<String, String>> options = options(kind, name);
        if (options.isEmpty() || !name.matches(ThingFields.of(kind).name())) {
            notes.add(label + " is left out: "
                    + (options.isEmpty() ? "nothing is known of it now" : "a manifest cannot have its name"));
            return "";
        }
        GuestDocument.Document document = ThingDocument.of(kind, name, options.get());
        document.left().forEach(text -> notes.add(label + ": " + text + "; it is left out"));
        return kind.isPlace() && ThingDocument.isEmpty(document) ? "" : "---\n" + YamlWriter.write(document.tree());
    }

    private Optional<SortedMap<String, String>> options(ManifestKind kind, String name) {
        if (kind == ManifestKind.POOL) {
            return Optional.ofNullable(pools().get(name));
        }
        return things.thing(kind, name) instanceof Sight.Found(SortedMap<String, String> options)
                ? Optional.of(options)
                : Optional.empty();
    }

    /// Names and comments: from the memory, or of now from the cluster where the memory has not read them yet. Which
    /// guests are in a pool is said by the guests.
    private SortedMap<String, SortedMap<String, String>> pools() {
        SortedMap<String, SortedMap<String, String>> pools = new TreeMap<>();
        if (!lists.doubt(Things.type(ManifestKind.POOL), "").isEmpty() && reading.moment() instanceof Moment.Now) {
            try {
                reading.cluster().api().pools().list(PoolQuery.ALL).forEach(pool -> {
                    SortedMap<String, String> options = new TreeMap<>();
                    pool.comment().filter(text -> !text.isEmpty()).ifPresent(text -> options.put("comment", text));
                    pools.put(pool.poolid(), options);
                });
            } catch (ProxmoxException e) {
                notes.add("pools are left out: " + e.getMessage());
            }
            return pools;
        }
        things.all(ManifestKind.POOL, "").forEach((name, sight) -> {
            if (sight instanceof Sight.Found(SortedMap<String, String> options)) {
                SortedMap<String, String> without = new TreeMap<>(options);
                without.remove("members");
                pools.put(name, without);
            }
        });
        return pools;
    }
}
