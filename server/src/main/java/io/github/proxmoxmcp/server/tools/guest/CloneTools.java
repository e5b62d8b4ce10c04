package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.START;

import io.github.proxmoxmcp.client.Planner;
import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi.CloneContainer;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.CloneVm;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.NewId;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.guard.Target;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Pairs;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Copies of guests.
public final class CloneTools {

    private static final String BEST = "best";

    private final Readings readings;
    private final Guard guard;
    private final NewGuests births;

    public CloneTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
        this.births = new NewGuests(guard, Thread::sleep);
    }

    /// Arguments of `clone_guest`.
    record CloneGuest(
            Optional<ClusterName> cluster,
            GuestRef guest,
            @Describe("of the clone") Optional<String> name,
            Optional<NewId> newId,

            @Describe("'best': most free memory; default: its own")
            Optional<String> node,

            Optional<String> storage,

            @Describe("default: true unless a template") Optional<Boolean> full,

            @Describe("options: cores=4, tags=web") @Pairs Optional<List<String>> set,

            Optional<Boolean> start,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "clone_guest",
            title = "Clone a guest or template",
            description = "Copies a guest; answers vmid, node and, if started, its IP address.",
            effect = OPERATE,
            needs = {
                GUESTS,
                "VM.Clone /vms",
                "VM.Allocate /vms",
                "Datastore.AllocateSpace /storage",
                "SDN.Use /sdn",
                START
            })
    Answer<Outcome> cloneGuest(CloneGuest request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest source = guard.look(reading, request.guest());
        source.requireUnlocked();
        boolean full =
                request.full().orElse(!source.template()) || request.storage().isPresent();
        requireCopyable(source, full);
        String node = node(reading, source, request.node());
        FreeVmid vmid = FreeVmid.of(reading, request.newId(), Optional.empty());
        int id = vmid.value();
        String what = (full ? "clone guest " : "make a linked clone of template ") + source.label() + " as " + id
                + request.name().map(name -> " (" + name + ")").orElse("") + " on " + node;
        Action action = Action.of(tool, reading.cluster().name(), what)
                .target(Target.newGuest(id, node, List.of(), List.of()))
                .on(source)
                .assuming(Assumption.free(id))
                .then(Step.of(copying(source, id, node, full, request), what))
                .undoneBy("delete_guest guest=" + id);
        action = configured(action, source, node, id, request.set().orElse(List.of()));
        if (!full) {
            action = action.dependent("template " + source.vmid() + " cannot be deleted while the linked clone exists");
        } else if (source.isRunning()) {
            action = action.dependent("the copy is of a running guest: as if its power had failed at that moment");
        }
        return births.submit(
                NewGuests.started(request.start(), vmid.told(action), source.isContainer(), node, id),
                reading,
                id,
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }

    private static void requireCopyable(LiveGuest source, boolean full) {
        if (!full && !source.template()) {
            throw new Refused(
                    "no_template",
                    "linked clones are made of templates only, and guest " + source.label()
                            + " is none; use full=true");
        }
        if (source.isContainer() && source.isRunning() && full) {
            throw new Refused(
                    "running",
                    "a running container can only be cloned from a snapshot; power_guest action=shutdown first");
        }
    }

    private static Planner.Planned copying(LiveGuest source, int id, String node, boolean full, CloneGuest request) {
        Optional<String> target = Optional.of(node).filter(name -> !name.equals(source.node()));
        Optional<Boolean> copied = Optional.of(full);
        return source.isContainer()
                ? plan -> plan.lxcLifecycle()
                        .clone(
                                source.node(),
                                source.vmid(),
                                new CloneContainer(id, request.name(), target, copied, request.storage(), Options.NONE))
                : plan -> plan.qemuLifecycle()
                        .clone(
                                source.node(),
                                source.vmid(),
                                new CloneVm(id, request.name(), target, copied, request.storage(), Options.NONE));
    }

    /// Sets the options that differ in the copy, in a step of its own before the start.
    private static Action configured(Action action, LiveGuest source, String node, int id, List<String> wanted) {
        Map<String, String> set = OptionParts.merged(source.config(), Assignments.read("set", wanted));
        set.computeIfPresent("tags", (_, value) -> GuestTags.after(source.tags(), value));
        Action told = source.tags().isEmpty() || set.containsKey("tags")
                ? action
                : action.dependent("the copy has the tags of its source: " + String.join(", ", source.tags())
                        + " (set tags=… changes them)");
        return set.isEmpty()
                ? told
                : told.then(Step.of(
                        plan -> plan.guest(GuestType.of(source.isContainer()), node, id)
                                .putConfig(ConfigChange.of(set, List.of(), Optional.empty())),
                        "set " + String.join(", ", set.keySet()) + " of guest " + id));
    }

    /// Another node must see the disks of the source.
    private String node(Reading reading, LiveGuest source, Optional<String> wanted) {
        if (wanted.filter(node -> !node.equals(source.node())).isEmpty()) {
            return source.node();
        }
        List<String> local = Disks.of(source).stream()
                .map(Disks.Disk::storage)
                .filter(storage -> LiveCluster.of(reading).storages().stream()
                        .noneMatch(row ->
                                row.storage().equals(storage) && row.shared().orElse(false)))
                .distinct()
                .toList();
        boolean best = wanted.get().equals(BEST);
        if (!local.isEmpty()) {
            if (best) {
                return source.node();
            }
            throw new Refused(
                    "local_disks",
                    "guest " + source.label() + " has disks on " + UntrustedText.list(local) + ", which only node "
                            + UntrustedText.marked(source.node()) + " sees: clone it there, then migrate_guest");
        }
        return LiveCluster.of(reading).onlineNodes().stream()
                .map(node -> node.node())
                .filter(node -> best || node.equals(wanted.get()))
                .findFirst()
                .orElseThrow(() -> new ToolException.NotFound(
                        "There is no online node '" + wanted.get() + "'; list_nodes shows all."));
    }
}
