package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.declared.Declared;
import io.github.proxmoxmcp.server.declared.Declared.Binding;
import io.github.proxmoxmcp.server.declared.Incarnations;
import io.github.proxmoxmcp.server.declared.Judge;
import io.github.proxmoxmcp.server.declared.JudgedThing;
import io.github.proxmoxmcp.server.declared.JudgedThing.Drifted;
import io.github.proxmoxmcp.server.declared.RecordedAuthors;
import io.github.proxmoxmcp.server.declared.Things;
import io.github.proxmoxmcp.server.guard.Assumption;
import io.github.proxmoxmcp.server.guard.Assumption.Fact;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.guard.Target;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.Origin;
import io.github.proxmoxmcp.server.manifest.State;
import io.github.proxmoxmcp.server.manifest.Wanted;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.declared.ManifestPlan.Deed;
import io.github.proxmoxmcp.server.tools.declared.ManifestPlan.Thing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the plan of a set: by a look at the cluster as it is now, and with everything that Proxmox would refuse said
/// before anything is sent.
final class ManifestPlanner {

    private static final int MAX_FAULTS_TOLD = 20;

    private final Reading reading;
    private final Declared declared;
    private final LiveWorld world;
    private final PlanChecks checks;
    private final Incarnations incarnations;
    private final Set<Integer> taken = new HashSet<>();
    private final ManifestPlan plan = new ManifestPlan();
    private final ThingPlanner thingPlanner;
    private Optional<Permissions> rights = Optional.empty();

    private ManifestPlanner(Reading reading, Declared declared) {
        this.reading = reading;
        this.declared = declared;
        List<Integer> vmids = declared.set().manifests().stream()
                .flatMap(manifest -> declared.vmid(manifest).stream())
                .toList();
        LiveThings lists = new LiveThings(reading, this::rights);
        this.world = LiveWorld.of(reading.cluster().api(), new Things(lists), vmids);
        this.checks = new PlanChecks(reading, world, this::rights);
        ThingChecks thingChecks = new ThingChecks(declared, world, checks, this::rights);
        this.thingPlanner = new ThingPlanner(world, lists, thingChecks, plan);
        this.incarnations = new Incarnations(reading);
        taken.addAll(vmids);
    }

    /// Of the server's token, read once.
    private Permissions rights() {
        Permissions known =
                rights.orElseGet(() -> Permissions.read(reading.cluster().api().access(), Optional.empty()));
        rights = Optional.of(known);
        return known;
    }

    /// @throws Refused with everything that is wrong, by field
    static ManifestPlan plan(Reading reading, Declared declared) {
        return new ManifestPlanner(reading, declared).plan();
    }

    private ManifestPlan plan() {
        String cluster = reading.cluster().name();
        checks.declares(declared.set().manifests().stream()
                .filter(manifest -> manifest.kind() == ManifestKind.POOL && manifest.present())
                .map(Manifest::name)
                .collect(Collectors.toSet()));
        new SetConflicts(reading, declared, checks).look();
        for (JudgedThing judged : new Judge(cluster, world, new RecordedAuthors(reading), incarnations).all(declared)) {
            declared.vmid(judged.manifest())
                    .ifPresent(vmid ->
                            binds(judged.manifest(), vmid, judged.guest().isPresent()));
            thing(judged);
        }
        if (!plan.steps().isEmpty()) {
            checks.quorum();
        }
        if (!checks.faults().isEmpty()) {
            List<String> faults = checks.faults();
            throw new Refused(
                    "manifests_refused",
                    "these manifests cannot be applied as they are; nothing was planned:\n"
                            + faults.stream().limit(MAX_FAULTS_TOLD).collect(Collectors.joining("\n"))
                            + (faults.size() > MAX_FAULTS_TOLD
                                    ? "\nand " + (faults.size() - MAX_FAULTS_TOLD) + " more"
                                    : ""));
        }
        return plan;
    }

    private void binds(Manifest manifest, int vmid, boolean isThere) {
        plan.binds(manifest.key(), new Binding(vmid, Optional.of(incarnations.now(vmid, isThere))));
    }

    private void thing(JudgedThing judged) {
        Manifest manifest = judged.manifest();
        boolean decided = List.of(State.INVALID, State.UNKNOWN, State.ORPHANED).contains(judged.state());
        if (!manifest.kind().isGuest() && !decided) {
            thingPlanner.plan(judged);
            return;
        }
        switch (judged.state()) {
            case INVALID -> checks.fault(manifest, "cluster", judged.why());
            case FOREIGN ->
                checks.fault(
                        manifest,
                        "vmid",
                        judged.why()
                                + "; it is another guest, so give another vmid; to take that one over, give the"
                                + " manifest another name");
            case UNKNOWN, BUSY, ORPHANED ->
                plan.add(new Thing(
                        judged,
                        Deed.LEAVE,
                        label(judged) + ": " + judged.why() + "; not part of this plan",
                        List.of()));
            case MISSING -> {
                if (manifest.from().equals(Origin.NOTHING)) {
                    plan.add(new Thing(
                            judged,
                            Deed.LEAVE,
                            label(judged) + ": " + judged.why() + "; restore_guest brings it back from a backup, or say"
                                    + " in 'from' what it is made of",
                            List.of()));
                } else {
                    create(judged);
                }
            }
            default -> {
                if (judged.guest().isPresent() && !manifest.present()) {
                    delete(judged, judged.guest().get());
                } else if (judged.guest().isPresent()) {
                    change(judged, judged.guest().get());
                } else if (manifest.present()) {
                    create(judged);
                } else {
                    plan.add(new Thing(judged, Deed.NOTHING, label(judged), List.of()));
                }
            }
        }
    }

    private static String label(JudgedThing judged) {
        return judged.key()
                + judged.guest()
                        .map(guest -> " (" + guest.vmid() + ", " + guest.status() + " on " + guest.node() + ")")
                        .or(() -> judged.vmid().map(vmid -> " (" + vmid + ")"))
                        .orElse("");
    }

    private void change(JudgedThing judged, GuestFacts guest) {
        Manifest manifest = judged.manifest();
        List<Difference> changes = judged.differences().stream()
                .map(Drifted::difference)
                .filter(Difference::isChange)
                .toList();
        for (Difference change : changes) {
            boolean made = !guest.options().containsKey(change.wanted().field().option());
            checks.change(manifest, change.wanted(), guest.vmid(), guest.node(), made);
        }
        List<String> lines = FieldLines.of(judged, guest.isRunning());
        Optional<String> digest = world.digest(guest.vmid());
        List<Step> steps = GuestSteps.of(manifest, guest).change(guest, changes, digest);
        if (steps.isEmpty()) {
            plan.add(new Thing(judged, lines.isEmpty() ? Deed.NOTHING : Deed.RELEASE, label(judged), lines));
            return;
        }
        plan.assuming(new Assumption(guest.vmid(), Fact.NODE, guest.node()));
        plan.assuming(new Assumption(guest.vmid(), Fact.LOCK, world.lock(guest.vmid())));
        plan.assuming(new Assumption(guest.vmid(), Fact.DIGEST, digest.orElse("")));
        plan.target(Target.guest(guest.vmid()));
        if (guest.isRunning() && changes.stream().anyMatch(change -> FieldLines.waits(guest.container(), change))) {
            plan.restarts(guest.label());
        }
        changes.stream()
                .filter(change ->
                        change.wanted().value().isEmpty() && change.path().matches("disks\\.[^.]+"))
                .forEach(change -> plan.notes(
                        "the volume of " + change.path() + " of guest " + guest.label() + " stays as an unused disk"));
        plan.then(
                isSource(manifest, guest.vmid()) ? ManifestPlan.TEMPLATES : ManifestPlan.GUESTS,
                staged(manifest, guest.vmid(), steps));
        plan.add(new Thing(judged, Deed.CHANGE, label(judged), lines));
    }

    private void delete(JudgedThing judged, GuestFacts guest) {
        if (guest.isRunning()) {
            checks.fault(
                    judged.manifest(),
                    "state",
                    "guest " + guest.label() + " is " + UntrustedText.marked(guest.status())
                            + ", and only a stopped guest can be deleted: declare power: stopped first");
            return;
        }
        if ("1".equals(guest.options().get("protection"))) {
            checks.fault(
                    judged.manifest(),
                    "state",
                    "guest " + guest.label() + " has protection=1: declare protection: false first");
            return;
        }
        plan.assuming(new Assumption(guest.vmid(), Fact.NODE, guest.node()));
        plan.assuming(new Assumption(guest.vmid(), Fact.LOCK, world.lock(guest.vmid())));
        plan.assuming(new Assumption(
                guest.vmid(), Fact.DIGEST, world.digest(guest.vmid()).orElse("")));
        plan.target(Target.guest(guest.vmid()));
        plan.loses("guest " + guest.label() + " with its configuration, its snapshots and its disks");
        plan.then(
                ManifestPlan.REMOVALS,
                List.of(GuestSteps.of(judged.manifest(), guest).delete()));
        plan.add(new Thing(judged, Deed.DELETE, label(judged) + " and its disks", List.of()));
    }

    private void create(JudgedThing judged) {
        Manifest manifest = judged.manifest();
        Optional<GuestFacts> source = manifest.from().template().flatMap(name -> source(manifest, name));
        if (manifest.from().template().isPresent() && source.isEmpty()) {
            return;
        }
        boolean container = manifest.kind() == ManifestKind.CONTAINER;
        if (container && source.isEmpty() && manifest.from().ostemplate().isEmpty()) {
            checks.fault(manifest, "from", "a container is made of something: name a template or an ostemplate");
            return;
        }
        Optional<String> node = manifest.node().or(() -> source.map(GuestFacts::node));
        if (node.isEmpty()) {
            checks.fault(manifest, "node", "is needed to make a guest: which node it begins on");
            return;
        }
        checks.creation(manifest, node.get());
        int vmid = judged.vmid().orElseGet(this::free);
        taken.add(vmid);
        binds(manifest, vmid, false);
        String name = manifest.wanted("hostname")
                .flatMap(Wanted::value)
                .map(text -> " (" + text + ")")
                .orElse("");
        GuestSteps guest = new GuestSteps(manifest, container, node.get(), vmid, vmid + name);
        List<String> lines = new ArrayList<>();
        source.ifPresent(from -> guest.differences(from).stream()
                .filter(one -> guest.waits(one, from))
                .forEach(one -> lines.add(one.path() + ": comes with the next plan, when the copy's disk has a name")));
        List<Step> steps = source.map(guest::cloned).orElseGet(guest::created);
        plan.assuming(Assumption.free(vmid));
        plan.target(Target.newGuest(
                vmid,
                node.get(),
                manifest.wanted("pool").flatMap(Wanted::value).stream().toList(),
                manifest.wanted("tags")
                        .flatMap(Wanted::value)
                        .map(tags -> List.of(tags.split("\n")))
                        .orElse(List.of())));
        source.ifPresent(from -> {
            plan.assuming(new Assumption(from.vmid(), Fact.NODE, from.node()));
            plan.assuming(new Assumption(from.vmid(), Fact.LOCK, world.lock(from.vmid())));
        });
        plan.then(
                isSource(manifest, vmid) ? ManifestPlan.TEMPLATES : ManifestPlan.GUESTS, staged(manifest, vmid, steps));
        plan.add(new Thing(
                judged,
                Deed.CREATE,
                manifest.key() + " (" + vmid + " on " + node.get() + ")"
                        + source.map(from -> " clone of " + from.label()).orElse(""),
                lines));
    }

    private Optional<GuestFacts> source(Manifest manifest, String name) {
        List<GuestFacts> found = world.named(name);
        boolean container = manifest.kind() == ManifestKind.CONTAINER;
        if (found.size() != 1) {
            checks.fault(
                    manifest,
                    "from.template",
                    found.isEmpty()
                            ? "there is no guest '" + name + "'; if this set makes it, apply that first"
                            : "several guests are named '" + name + "'; say which by its vmid");
            return Optional.empty();
        }
        GuestFacts source = found.getFirst();
        if (source.container() != container) {
            checks.fault(manifest, "from.template", "guest " + source.label() + " is of the other kind");
            return Optional.empty();
        }
        if (!source.template() && !manifest.from().full().orElse(true)) {
            checks.fault(
                    manifest,
                    "from.full",
                    "linked clones are made of templates only, and guest " + source.label() + " is none");
            return Optional.empty();
        }
        if (source.lock().isPresent()) {
            checks.fault(
                    manifest,
                    "from.template",
                    "guest " + source.label() + " is locked (" + source.lock().get() + "); wait for the end of that");
            return Optional.empty();
        }
        return Optional.of(source);
    }

    /// Others of the set are made of it, so it comes before them.
    private boolean isSource(Manifest manifest, int vmid) {
        Set<String> names = new HashSet<>(Set.of(String.valueOf(vmid), manifest.name()));
        manifest.wanted("hostname").flatMap(Wanted::value).ifPresent(names::add);
        return declared.set().manifests().stream()
                .anyMatch(
                        other -> other.from().template().filter(names::contains).isPresent());
    }

    private List<Step> staged(Manifest manifest, int vmid, List<Step> steps) {
        return isSource(manifest, vmid) ? steps.stream().map(Step::alone).toList() : steps;
    }

    private int free() {
        int vmid = reading.cluster().api().cluster().nextid();
        while (world.exists(vmid) || taken.contains(vmid)) {
            vmid++;
        }
        return vmid;
    }
}
