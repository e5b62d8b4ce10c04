package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.DESTRUCTIVE;
import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.CONFIGURE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.client.pools.PoolsChangeApi.PoolChange;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption.Fact;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Pairs;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.live.FollowUp;
import io.github.proxmoxmcp.server.tools.live.SafetySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The configuration of guests: options and hardware, tags and pool, and what cannot be taken back.
public final class ConfigTools {

    private static final int SHORT = 60;
    private static final String ROOT = "root@pam";
    private static final String POOL = "pool";

    /// Parameters of the call itself, which say how options are changed.
    private static final Set<String> NO_OPTIONS =
            Set.of("delete", "digest", "force", "skiplock", "revert", "background_delay");

    private final Readings readings;
    private final Guard guard;

    public ConfigTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
    }

    /// Arguments of `set_guest_config`.
    record SetConfig(
            Optional<ClusterName> cluster,
            GuestRef guest,

            @Pairs @Describe("option=value: cores=4, net0.bridge=vmbr1, tags=+web,-old, pool=lab")
            Optional<List<String>> set,

            @Describe("options to remove") Optional<List<String>> delete,
            Optional<Boolean> snapshotFirst,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "set_guest_config",
            title = "Change a guest's configuration",
            description =
                    "Sets options as Proxmox names them, tags, pool. Says what waits for a restart. No passwords.",
            effect = OPERATE,
            needs = {GUESTS, CONFIGURE, "Pool.Allocate /pool", "VM.Allocate /vms", "VM.Snapshot /vms"})
    Answer<Outcome> setConfig(SetConfig request, ToolCall tool) {
        Map<String, String> wanted = Assignments.read("set", request.set().orElse(List.of()));
        List<String> delete = new ArrayList<>(request.delete().orElse(List.of()));
        if (wanted.isEmpty() && delete.isEmpty()) {
            throw new ToolException.BadArgument("give 'set' (option=value) or 'delete' (option), or both");
        }
        Stream.concat(wanted.keySet().stream(), delete.stream())
                .filter(NO_OPTIONS::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new ToolException.BadArgument(
                            "'" + name + "' is not an option of a guest. Options to remove are"
                                    + " listed in 'delete', each by its name; nothing was done");
                });
        if (wanted.containsKey("lock") || delete.contains("lock")) {
            throw new ToolException.BadArgument("'lock' is not set by hand; unlock_guest removes one");
        }
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        guest.requireUnlocked();
        Map<String, String> set = OptionParts.merged(guest.config(), wanted);
        set.computeIfPresent("tags", (_, value) -> GuestTags.after(guest.tags(), value));
        if (set.remove("tags", "")) {
            delete.add("tags");
        }
        String what = "set "
                + Stream.concat(set.keySet().stream(), delete.stream().map(name -> name + " (removed)"))
                        .collect(Collectors.joining(", "))
                + " of guest " + guest.label();
        Action action = Action.of(tool, reading.cluster().name(), what)
                .on(guest, Fact.DIGEST)
                .undoneBy("revert_change, or set_guest_config with what was: " + before(guest, set, delete));
        if (set.containsKey(POOL) || delete.remove(POOL)) {
            action = pool(action, guest, Optional.ofNullable(set.remove(POOL)));
        }
        if (!set.isEmpty() || !delete.isEmpty()) {
            // The digest of before a snapshot is not the one after it.
            ConfigChange change = ConfigChange.of(
                    set,
                    delete,
                    guest.digest().filter(_ -> !request.snapshotFirst().orElse(false)));
            action = action.then(Step.of(plan -> guest.in(plan).putConfig(change), what));
        }
        for (Disks.Disk disk : Disks.of(guest)) {
            if (delete.contains(disk.slot())) {
                action = disk.slot().startsWith("unused")
                        ? action.loses("volume " + disk.volume() + " with everything on it")
                        : action.dependent("volume " + disk.volume() + " is taken out and stays as an unused disk");
            }
        }
        Answer<Outcome> done = guard.submit(
                SafetySnapshot.around(request.snapshotFirst(), reading, guest, action),
                RunOptions.of(request.dryRun(), Optional.empty()),
                tool.caller());
        return FollowUp.next(done, () -> waiting(reading, guest));
    }

    /// A pool is no option of a guest to Proxmox, but to whoever thinks of the guest.
    private static Action pool(Action action, LiveGuest guest, Optional<String> wanted) {
        if (guest.pool().equals(wanted)) {
            throw new Refused(
                    "nothing_to_do",
                    "guest " + guest.label() + " is in "
                            + guest.pool()
                                    .map(pool -> "pool " + UntrustedText.marked(pool))
                                    .orElse("no pool") + " already");
        }
        String vmid = String.valueOf(guest.vmid());
        PoolChange change = wanted.map(
                        pool -> PoolChange.add(pool, vmid, guest.pool().map(_ -> true)))
                .orElseGet(() -> PoolChange.remove(guest.pool().orElseThrow(), vmid));
        return action.then(Step.of(
                        plan -> plan.poolsChange().change(change),
                        "put guest " + guest.label() + " into "
                                + wanted.map(pool -> "pool " + pool).orElse("no pool")))
                .dependent("who may do what with it may change: rights are given by pool");
    }

    private static String before(LiveGuest guest, Map<String, String> set, List<String> delete) {
        return Stream.concat(set.keySet().stream(), delete.stream())
                .map(name -> name + "="
                        + Optional.ofNullable(guest.config().get(name))
                                .or(() -> guest.pool().filter(_ -> name.equals(POOL)))
                                .map(ConfigTools::shortened)
                                .orElse("(not set)"))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String value) {
        String clean = UntrustedText.line(value).replace('\n', ' ');
        return clean.length() > SHORT ? clean.substring(0, SHORT) + "…" : clean;
    }

    /// The changes that a running guest takes over only at its next start.
    private static Optional<String> waiting(Reading reading, LiveGuest guest) {
        String names = guest.in(reading.cluster().api()).pending().stream()
                .filter(option ->
                        option.pending().isPresent() || option.delete().isPresent())
                .map(PendingOption::key)
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("waits for a restart (power_guest action=reboot): " + names);
    }

    /// Arguments of `convert_to_template` and `unlock_guest`.
    record OfGuest(Optional<ClusterName> cluster, GuestRef guest, Optional<Boolean> dryRun) {}

    @Tool(
            name = "convert_to_template",
            title = "Make a guest a template",
            description = "Turns a stopped guest into a template for clone_guest, for good. A human must approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, "VM.Allocate /vms"})
    Answer<Outcome> convert(OfGuest request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        guest.requireUnlocked();
        guest.requireNoTemplate("there is nothing to convert");
        if (guest.isRunning()) {
            throw new Refused(
                    "running",
                    "guest " + guest.label() + " is " + UntrustedText.marked(guest.status())
                            + "; power_guest action=shutdown first");
        }
        List<String> snapshots = new ArrayList<>();
        guest.snapshots(reading.cluster().api()).forEach(snapshot -> snapshots.add(snapshot.name()));
        if (!snapshots.isEmpty()) {
            throw new Refused(
                    "snapshots",
                    "a guest with snapshots cannot become a template; guest " + guest.label() + " has "
                            + String.join(", ", snapshots) + ": delete_guest_snapshot first, or clone_guest");
        }
        String what = "make guest " + guest.label() + " a template";
        Action action = Action.of(tool, reading.cluster().name(), what)
                .on(guest, Fact.DIGEST, Fact.STATUS)
                .then(Step.of(plan -> guest.in(plan).toTemplate(), what))
                .loses("guest " + guest.vmid() + " as a guest: a template never runs again; the only way back is"
                        + " to clone it");
        return guard.submit(
                GuestTies.told(action, reading, guest),
                RunOptions.of(request.dryRun(), Optional.empty()),
                tool.caller());
    }

    @Tool(
            name = "unlock_guest",
            title = "Unlock a guest",
            description = "Removes the lock that a broken task left on a guest. A human must approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, "VM.Config.Options /vms"})
    Answer<Outcome> unlock(OfGuest request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        String lock = guest.lock()
                .orElseThrow(() -> new Refused("nothing_to_do", "guest " + guest.label() + " is not locked"));
        reading.cluster().api().cluster().tasks().stream()
                .filter(task -> task.endtime().isEmpty() && task.id().equals(Optional.of(String.valueOf(guest.vmid()))))
                .findFirst()
                .ifPresent(task -> {
                    throw new Refused(
                            "task_running",
                            "guest " + guest.label() + " is locked (" + UntrustedText.marked(lock) + ") because "
                                    + UntrustedText.marked(task.upid().text())
                                    + " works on it; wait for its end (get_task_status) or stop_task");
                });
        String shell = (guest.isContainer() ? "pct" : "qm") + " unlock " + guest.vmid();
        if (!reading.cluster().user().equals(ROOT)) {
            throw new Refused(
                    "root_only",
                    "guest " + guest.label() + " is locked (" + UntrustedText.marked(lock)
                            + ") and no task of it runs, so it may be unlocked;"
                            + " but Proxmox lets only " + ROOT + " itself do it, never a token such as "
                            + reading.cluster().user() + ". A person does it with '" + shell
                            + "' in a shell on node " + UntrustedText.marked(guest.node()));
        }
        ConfigChange unlocking = new ConfigChange(Map.of("skiplock", "1"), Optional.of("lock"), Optional.empty());
        String what = "remove lock '" + lock + "' of guest " + guest.label();
        return guard.submit(
                Action.of(tool, reading.cluster().name(), what)
                        .on(guest)
                        .then(Step.of(plan -> guest.in(plan).putConfig(unlocking), what))
                        .dependent("no task of the guest was seen running; what broke off may have left half a copy")
                        .loses("the mark that '" + lock + "' did not end well"),
                RunOptions.of(request.dryRun(), Optional.empty()),
                tool.caller());
    }
}
