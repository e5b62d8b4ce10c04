package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.Firewall;
import io.github.proxmoxmcp.persistence.inventory.HaGroup;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.HaRule;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.inventory.PoolMember;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.declared.DeclaredWorld.Sight;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.ManifestSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// What is no guest, as options by Proxmox's names: what is compared with manifests, and exported as such.
public final class Things {

    private final ThingLists lists;
    private final Map<ManifestKind, SortedMap<String, Sight>> known = new HashMap<>();

    public Things(ThingLists lists) {
        this.lists = lists;
    }

    /// A thing, or why there is none to be seen.
    public Sight thing(ManifestKind kind, String name) {
        if (kind == ManifestKind.FIREWALL) {
            return firewall(name);
        }
        String scope = scope(kind, name);
        Sight sight = all(kind, scope).get(name);
        if (sight != null) {
            return sight;
        }
        String doubt = lists.doubt(type(kind), scope);
        if (!doubt.isEmpty()) {
            return new Sight.Unseen(doubt);
        }
        return kind == ManifestKind.ACL
                ? new Sight.Found(new TreeMap<>())
                : new Sight.Gone("there is no " + kind.word() + " '" + name + "'");
    }

    /// The things of a kind by name.
    ///
    /// @param scope of which node, for what nodes have
    public SortedMap<String, Sight> all(ManifestKind kind, String scope) {
        if (kind == ManifestKind.BRIDGE) {
            return bridges(scope);
        }
        return known.computeIfAbsent(kind, one -> switch (one) {
            case POOL -> pools();
            case STORAGE -> of(StorageDefinition.class, StorageDefinition::name, ThingOptions::storage);
            case BACKUP_JOB -> of(BackupJob.class, BackupJob::id, ThingOptions::backupJob);
            case HA_RESOURCE -> of(HaResource.class, HaResource::sid, ThingOptions::haResource);
            case HA_RULE -> of(HaRule.class, HaRule::name, ThingOptions::haRule);
            case HA_GROUP -> of(HaGroup.class, HaGroup::name, ThingOptions::haGroup);
            case ROLE -> of(Access.Role.class, Access.Role::name, ThingOptions::role);
            case GROUP -> of(Access.Group.class, Access.Group::name, ThingOptions::group);
            case USER -> of(Access.User.class, Access.User::name, ThingOptions::user);
            case ACL -> acl();
            default -> new TreeMap<>();
        });
    }

    /// The kinds of history that a kind of manifests is compared with.
    public static Class<? extends Record> type(ManifestKind kind) {
        return switch (kind) {
            case STORAGE -> StorageDefinition.class;
            case BACKUP_JOB -> BackupJob.class;
            case HA_RESOURCE -> HaResource.class;
            case HA_RULE -> HaRule.class;
            case HA_GROUP -> HaGroup.class;
            case FIREWALL -> Firewall.Rule.class;
            case ROLE -> Access.Role.class;
            case GROUP -> Access.Group.class;
            case USER -> Access.User.class;
            case ACL -> Access.Rule.class;
            case BRIDGE -> NodeInterface.class;
            case POOL, VM, CONTAINER, FLEET -> Pool.class;
        };
    }

    /// The lists of the memory that a set is compared with, by what they are of.
    public static Map<Kind, Set<String>> lists(ManifestSet set) {
        Map<Kind, Set<String>> lists = new EnumMap<>(Kind.class);
        set.manifests().stream()
                .filter(manifest -> !manifest.kind().isGuest())
                .forEach(manifest -> lists.computeIfAbsent(
                                InventoryKind.of(type(manifest.kind())).kind(), _ -> new TreeSet<>())
                        .add(scope(manifest.kind(), manifest.name())));
        return lists;
    }

    private static String scope(ManifestKind kind, String name) {
        return switch (kind) {
            case BRIDGE -> name.replaceFirst("/.*", "");
            case FIREWALL -> name.startsWith("group/") ? "cluster" : name;
            default -> "";
        };
    }

    private <T extends Record> SortedMap<String, Sight> of(
            Class<T> type, Function<T, String> name, Function<T, SortedMap<String, String>> options) {
        SortedMap<String, Sight> found = new TreeMap<>();
        lists.list(type, "").forEach(one -> found.put(name.apply(one.thing()), sight(one, options.apply(one.thing()))));
        return found;
    }

    private static Sight sight(Known<?> known, SortedMap<String, String> options) {
        return known.validity()
                .unknownSince()
                .<Sight>map(since -> new Sight.Unseen("nothing is known of it since " + since))
                .orElseGet(() -> new Sight.Found(options));
    }

    private SortedMap<String, Sight> pools() {
        Map<String, List<String>> members = new HashMap<>();
        lists.list(PoolMember.class, "").stream()
                .map(Known::thing)
                .filter(member -> member.type().equals("guest"))
                .forEach(member -> members.computeIfAbsent(member.pool(), _ -> new ArrayList<>())
                        .add(member.member()));
        return of(
                Pool.class, Pool::name, pool -> ThingOptions.pool(pool, members.getOrDefault(pool.name(), List.of())));
    }

    private SortedMap<String, Sight> acl() {
        Map<String, List<Access.Rule>> byPath = new TreeMap<>();
        SortedMap<String, Sight> found = new TreeMap<>();
        for (Known<Access.Rule> one : lists.list(Access.Rule.class, "")) {
            byPath.computeIfAbsent(one.thing().path(), _ -> new ArrayList<>()).add(one.thing());
            one.validity()
                    .unknownSince()
                    .ifPresent(since ->
                            found.put(one.thing().path(), new Sight.Unseen("part of it is not known since " + since)));
        }
        byPath.forEach((path, rules) -> found.putIfAbsent(path, new Sight.Found(ThingOptions.acl(rules))));
        return found;
    }

    private SortedMap<String, Sight> bridges(String node) {
        SortedMap<String, Sight> found = new TreeMap<>();
        lists.list(NodeInterface.class, node).stream()
                .filter(one -> one.thing().type().matches("bridge|OVSBridge"))
                .forEach(one ->
                        found.put(node + "/" + one.thing().name(), sight(one, ThingOptions.bridge(one.thing()))));
        return found;
    }

    private Sight firewall(String place) {
        String scope = scope(ManifestKind.FIREWALL, place);
        String doubt = lists.doubt(Firewall.Rule.class, scope);
        if (!doubt.isEmpty()) {
            return new Sight.Unseen(
                    place.startsWith("guest/")
                            ? doubt + "; the memory follows the firewalls of guests that have it on a network card"
                            : doubt);
        }
        Optional<Known<Firewall.Group>> group = lists.list(Firewall.Group.class, "").stream()
                .filter(one -> place.equals("group/" + one.thing().name()))
                .findFirst();
        if (place.startsWith("group/") && group.isEmpty()) {
            return new Sight.Gone("there is no security group '" + place.substring("group/".length()) + "'");
        }
        return new Sight.Found(ThingOptions.firewall(
                group.flatMap(one -> one.thing().comment()),
                things(Firewall.Rule.class, place),
                things(Firewall.Option.class, place),
                things(Firewall.Alias.class, place),
                things(Firewall.IpSet.class, place),
                things(Firewall.IpSetEntry.class, place)));
    }

    private <T extends Record> List<T> things(Class<T> type, String place) {
        return lists.list(type, place).stream().map(Known::thing).toList();
    }
}
