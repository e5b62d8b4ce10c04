package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.declared.DeclaredWorld.Sight;
import io.github.proxmoxmcp.server.declared.JudgedThing;
import io.github.proxmoxmcp.server.declared.JudgedThing.Drifted;
import io.github.proxmoxmcp.server.declared.Things;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.Wanted;
import io.github.proxmoxmcp.server.tools.declared.ManifestPlan.Deed;
import io.github.proxmoxmcp.server.tools.declared.ManifestPlan.Thing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Plans what is no guest. What others need comes first: users before their rights, storages and pools before guests,
/// guests before what is about them.
final class ThingPlanner {

    private final LiveWorld world;
    private final LiveThings things;
    private final ThingChecks checks;
    private final ManifestPlan plan;

    ThingPlanner(LiveWorld world, LiveThings things, ThingChecks checks, ManifestPlan plan) {
        this.world = world;
        this.things = things;
        this.checks = checks;
        this.plan = plan;
    }

    void plan(JudgedThing judged) {
        Manifest manifest = judged.manifest();
        SortedMap<String, String> now =
                world.thing(manifest.kind(), manifest.name()) instanceof Sight.Found(SortedMap<String, String> options)
                        ? options
                        : new TreeMap<>();
        boolean there = world.thing(manifest.kind(), manifest.name()) instanceof Sight.Found;
        List<Difference> changes = judged.differences().stream()
                .map(Drifted::difference)
                .filter(Difference::isChange)
                .toList();
        List<String> lines = FieldLines.of(judged, false);
        if (!manifest.present()) {
            if (there) {
                checks.rights(manifest);
                plan.then(ManifestPlan.REMOVALS, removal(manifest, now));
                plan.loses(ThingSteps.loss(manifest));
            }
            plan.add(new Thing(judged, there ? Deed.DELETE : Deed.NOTHING, manifest.key(), List.of()));
        } else if (!there) {
            checks.rights(manifest);
            checks.created(manifest);
            create(manifest);
            plan.add(new Thing(judged, Deed.CREATE, manifest.key(), List.of()));
        } else if (changes.isEmpty()) {
            plan.add(new Thing(judged, lines.isEmpty() ? Deed.NOTHING : Deed.RELEASE, manifest.key(), lines));
        } else {
            checks.rights(manifest);
            checks.values(manifest, changes.stream().map(Difference::wanted).toList());
            change(manifest, changes, now);
            plan.add(new Thing(judged, Deed.CHANGE, manifest.key(), lines));
        }
    }

    private static int stage(Manifest manifest) {
        return switch (manifest.kind()) {
            case ROLE, GROUP -> ManifestPlan.BEFORE_GUESTS;
            case USER -> ManifestPlan.BEFORE_GUESTS + 1;
            case STORAGE -> ManifestPlan.BEFORE_GUESTS + 2;
            case POOL -> ManifestPlan.BEFORE_GUESTS + 3;
            case BACKUP_JOB, HA_GROUP -> ManifestPlan.AFTER_GUESTS;
            case HA_RESOURCE -> ManifestPlan.AFTER_GUESTS + 1;
            case HA_RULE -> ManifestPlan.AFTER_GUESTS + 2;
            case FIREWALL -> ManifestPlan.FIREWALLS;
            default -> ManifestPlan.RIGHTS;
        };
    }

    private void create(Manifest manifest) {
        int stage = stage(manifest);
        switch (manifest.kind()) {
            case POOL -> {
                plan.then(stage, List.of(PoolSteps.create(manifest)));
                List<String> members = ThingSteps.words(manifest, "members").toList();
                plan.then(ManifestPlan.MEMBERS, PoolSteps.members(manifest.name(), members, List.of()));
            }
            case FIREWALL -> firewall(manifest, manifest.fields(), new TreeMap<>(), true);
            default -> plan.then(stage, List.of(ThingSteps.create(ThingWrite.created(manifest))));
        }
    }

    private void change(Manifest manifest, List<Difference> changes, SortedMap<String, String> now) {
        int stage = stage(manifest);
        switch (manifest.kind()) {
            case POOL -> {
                plan.then(
                        stage,
                        PoolSteps.comment(manifest.name(), changes).stream().toList());
                plan.then(ManifestPlan.MEMBERS, PoolSteps.members(manifest.name(), changes));
            }
            case FIREWALL ->
                firewall(manifest, changes.stream().map(Difference::wanted).toList(), now, false);
            case ACL -> plan.then(stage, new AclSteps(manifest.name(), now).change(changes));
            default ->
                plan.then(
                        stage,
                        List.of(ThingSteps.change(
                                ThingWrite.changed(manifest, changes, now),
                                things.digest(new LiveDigests.Part(kind(manifest), "", "")))));
        }
    }

    /// Names of all firewalls first, then security groups, then the cluster's own rules, then those of others.
    private void firewall(Manifest manifest, List<Wanted> wanted, SortedMap<String, String> now, boolean made) {
        FirewallSteps steps = firewall(manifest, now);
        int order = manifest.name().startsWith("group/") ? 1 : manifest.name().equals("cluster") ? 2 : 3;
        plan.then(stage(manifest), steps.names(wanted));
        plan.then(stage(manifest) + order, steps.rest(wanted, made));
    }

    private static Kind kind(Manifest manifest) {
        return InventoryKind.of(Things.type(manifest.kind())).kind();
    }

    private List<Step> removal(Manifest manifest, SortedMap<String, String> now) {
        List<Step> steps = new ArrayList<>();
        if (manifest.kind() == ManifestKind.POOL) {
            steps.add(PoolSteps.remove(manifest.name()));
            return steps;
        }
        if (manifest.kind() == ManifestKind.FIREWALL) {
            steps.addAll(firewall(manifest, now).emptied());
        }
        steps.add(ThingSteps.remove(manifest));
        return steps;
    }

    private FirewallSteps firewall(Manifest manifest, Map<String, String> now) {
        Optional<GuestFacts> guest = Optional.of(manifest.name())
                .filter(name -> name.startsWith("guest/"))
                .map(name -> Integer.parseInt(name.substring("guest/".length())))
                .flatMap(vmid -> world.guest(vmid) instanceof Sight.Seen(GuestFacts facts)
                        ? Optional.of(facts)
                        : Optional.<GuestFacts>empty());
        Map<String, String> digest = new HashMap<>();
        List.of("rules", "options")
                .forEach(part -> things.digest(new LiveDigests.Part(Kind.FIREWALL_RULE, manifest.name(), part))
                        .ifPresent(hash -> digest.put(part, hash)));
        return new FirewallSteps(new FirewallPlace(manifest.name(), guest), now, digest);
    }
}
