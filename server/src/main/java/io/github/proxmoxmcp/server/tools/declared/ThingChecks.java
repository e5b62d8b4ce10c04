package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.server.declared.Declared;
import io.github.proxmoxmcp.server.declared.DeclaredWorld.Sight;
import io.github.proxmoxmcp.server.manifest.FirewallRule;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What Proxmox would refuse of a storage, a job, HA, a firewall or access, or take although it means nothing: said
/// when the plan is made, by field.
final class ThingChecks {

    private static final Map<ManifestKind, List<String>> NEEDED = Map.of(
            ManifestKind.STORAGE, List.of("path", "type"),
            ManifestKind.BACKUP_JOB, List.of("schedule"),
            ManifestKind.HA_RULE, List.of("type", "resources"),
            ManifestKind.HA_GROUP, List.of("nodes"));

    private final Declared declared;
    private final LiveWorld world;
    private final PlanChecks checks;
    private final Supplier<Permissions> rights;

    ThingChecks(Declared declared, LiveWorld world, PlanChecks checks, Supplier<Permissions> rights) {
        this.declared = declared;
        this.world = world;
        this.checks = checks;
        this.rights = rights;
    }

    /// Whether the server's token may change such a thing.
    void rights(Manifest manifest) {
        String name = manifest.name();
        String at = name.replaceFirst("^(node|guest|group)/", "");
        switch (manifest.kind()) {
            case POOL -> require(manifest, "/pool/" + name, "Pool.Allocate");
            case STORAGE -> require(manifest, "/storage", "Datastore.Allocate");
            case BACKUP_JOB -> require(manifest, "/", "Sys.Modify");
            case HA_RESOURCE, HA_RULE, HA_GROUP -> require(manifest, "/", "Sys.Console");
            case ROLE -> require(manifest, "/access", "Sys.Modify");
            case GROUP -> require(manifest, "/access/groups", "Group.Allocate");
            case USER -> require(manifest, "/access/groups", "User.Modify");
            case ACL -> require(manifest, name, "Permissions.Modify");
            case FIREWALL -> {
                if (name.startsWith("guest/")) {
                    require(manifest, "/vms/" + at, "VM.Config.Network");
                } else {
                    require(manifest, name.startsWith("node/") ? "/nodes/" + at : "/", "Sys.Modify");
                }
            }
            case VM, CONTAINER, FLEET, BRIDGE -> {}
        }
    }

    private void require(Manifest manifest, String path, String privilege) {
        if (!rights.get().at(path, privilege)) {
            checks.fault(
                    manifest, "name", "the server's token may not change it: it lacks " + privilege + " on " + path);
        }
    }

    /// A thing that is to be made.
    void created(Manifest manifest) {
        NEEDED.getOrDefault(manifest.kind(), List.of()).stream()
                .filter(path -> !path.equals("path")
                        || manifest.wanted("type").flatMap(Wanted::value).equals(Optional.of("dir")))
                .filter(path -> manifest.wanted(path).flatMap(Wanted::value).isEmpty())
                .forEach(path -> checks.fault(manifest, path, "is needed to make it"));
        if (manifest.kind() == ManifestKind.BACKUP_JOB
                && manifest.fields().stream().noneMatch(field -> field.path().matches("guests\\.(all|pool|vmids)"))) {
            checks.fault(manifest, "guests", "says of which guests it is: all, pool or vmids");
        }
        if (manifest.kind() == ManifestKind.HA_GROUP
                && world.thing(ManifestKind.HA_RULE, manifest.name()) instanceof Sight.Gone) {
            checks.fault(manifest, "kind", "this cluster has rules (kind: HaRule) where older ones had groups");
        }
        values(manifest, manifest.fields());
    }

    /// Values that are to be written.
    void values(Manifest manifest, List<Wanted> fields) {
        for (Wanted wanted : fields) {
            wanted.value()
                    .ifPresent(value ->
                            value(manifest, wanted, wanted.field().type().items(value), value));
        }
        if (manifest.kind() == ManifestKind.HA_RESOURCE) {
            guest(manifest, "name", manifest.name().replaceFirst("^[a-z]+:", ""));
        }
    }

    private void value(Manifest manifest, Wanted wanted, List<String> items, String value) {
        String path = wanted.path();
        switch (manifest.kind()) {
            case STORAGE -> {
                if (path.equals("nodes")) {
                    items.forEach(node -> node(manifest, path, node));
                }
            }
            case BACKUP_JOB -> job(manifest, path, items, value);
            case HA_RULE, HA_GROUP -> {
                if (path.equals("nodes")) {
                    items.forEach(node -> node(manifest, path, node.replaceFirst(":.*", "")));
                } else if (path.equals("resources")) {
                    items.forEach(sid -> known(manifest, path, ManifestKind.HA_RESOURCE, sid));
                }
            }
            case USER -> {
                if (path.equals("groups")) {
                    items.forEach(group -> known(manifest, path, ManifestKind.GROUP, group));
                }
            }
            case ROLE -> items.forEach(privilege -> privilege(manifest, path, privilege));
            case ACL -> {
                if (path.endsWith(".roles")) {
                    grantee(manifest, path, wanted.field().option().split("/")[1]);
                    items.forEach(role -> known(manifest, path, ManifestKind.ROLE, role));
                }
            }
            case FIREWALL -> {
                if (path.equals("rules")) {
                    items.forEach(line -> rule(manifest, path, FirewallRule.parse(line)));
                }
            }
            default -> {}
        }
    }

    private void job(Manifest manifest, String path, List<String> items, String value) {
        switch (path) {
            case "storage" -> known(manifest, path, ManifestKind.STORAGE, value);
            case "node" -> node(manifest, path, value);
            case "guests.pool" -> known(manifest, path, ManifestKind.POOL, value);
            case "guests.vmids", "guests.exclude" -> items.forEach(vmid -> guest(manifest, path, vmid));
            default -> {}
        }
    }

    private void rule(Manifest manifest, String path, FirewallRule rule) {
        if (rule.options().getOrDefault("type", "").equals("group")) {
            known(
                    manifest,
                    path,
                    ManifestKind.FIREWALL,
                    "group/" + rule.options().getOrDefault("action", ""));
        }
        List.of("dport", "sport").stream()
                .filter(port -> rule.options().containsKey(port)
                        && !rule.options().containsKey("proto")
                        && !rule.options().containsKey("macro"))
                .forEach(port -> checks.fault(manifest, path, port + " needs a proto: '" + rule.line() + "'"));
    }

    private void grantee(Manifest manifest, String path, String who) {
        if (who.startsWith("@")) {
            known(manifest, path, ManifestKind.GROUP, who.substring(1));
        } else if (!who.contains("!")) {
            known(manifest, path, ManifestKind.USER, who);
        }
    }

    /// Every privilege that there is, a role of Proxmox's own has.
    private void privilege(Manifest manifest, String path, String privilege) {
        if (world.thing(ManifestKind.ROLE, "Administrator") instanceof Sight.Found found) {
            Set<String> all = Set.of(found.options().getOrDefault("privs", "").split(","));
            if (!all.contains(privilege)) {
                checks.fault(
                        manifest, path, "there is no privilege '" + privilege + "'" + PlanChecks.near(privilege, all));
            }
        }
    }

    private void node(Manifest manifest, String path, String node) {
        if (!world.nodes().containsKey(node)) {
            checks.fault(
                    manifest,
                    path,
                    "there is no node '" + node + "'"
                            + PlanChecks.near(node, world.nodes().keySet()));
        }
    }

    private void guest(Manifest manifest, String path, String vmid) {
        boolean declaredHere = declared.set().manifests().stream()
                .filter(Manifest::present)
                .anyMatch(one -> declared.vmid(one).equals(Optional.of(Integer.valueOf(vmid))));
        if (!declaredHere && !world.exists(Integer.parseInt(vmid))) {
            checks.fault(manifest, path, "there is no guest " + vmid + ", and this set makes none");
        }
    }

    private void known(Manifest manifest, String path, ManifestKind kind, String name) {
        boolean declaredHere = declared.set()
                .get(kind.word() + "/" + name)
                .filter(Manifest::present)
                .isPresent();
        if (!declaredHere && world.thing(kind, name) instanceof Sight.Gone) {
            checks.fault(
                    manifest,
                    path,
                    "there is no " + kind.word() + " '" + name + "'; declare it, too, or make it first");
        }
    }
}
