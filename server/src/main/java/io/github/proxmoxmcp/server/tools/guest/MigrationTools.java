package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.client.Planner;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi.MigrateContainer;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.MigrateVm;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption.Fact;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Guests to other nodes: one, or all of a node.
public final class MigrationTools {

    private final Readings readings;
    private final Guard guard;

    public MigrationTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
    }

    /// Arguments of `migrate_guest`.
    record Migrate(
            Optional<ClusterName> cluster,
            GuestRef guest,
            Optional<String> node,
            @Describe("for local disks") Optional<String> storage,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "migrate_guest",
            title = "Move a guest to another node",
            description =
                    "Moves a VM live, a container by a restart. Without node it chooses by free memory and storages.",
            effect = OPERATE,
            needs = {GUESTS, "VM.Migrate /vms"})
    Answer<Outcome> migrate(Migrate request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        guest.requireUnlocked();
        if (request.node().filter(guest.node()::equals).isPresent()) {
            throw new Refused(
                    "nothing_to_do",
                    "guest " + guest.label() + " is on node " + UntrustedText.marked(guest.node()) + " already");
        }
        Placement.Move move = new Placement(reading).choose(guest, request.node(), request.storage());
        Action action = Action.of(tool, reading.cluster().name(), what(guest, move))
                .on(guest, Fact.STATUS)
                .then(step(guest, move, request.storage()))
                .dependent("target " + move.target() + ": " + move.reason())
                .undoneBy("migrate_guest node=" + guest.node());
        return guard.submit(
                felt(action, guest, move), RunOptions.of(request.dryRun(), request.waitSeconds()), tool.caller());
    }

    private static String what(LiveGuest guest, Placement.Move move) {
        return "move guest " + guest.label() + " from " + guest.node() + " to " + move.target();
    }

    private static Action felt(Action action, LiveGuest guest, Placement.Move move) {
        Action felt = move.localDisks().isEmpty()
                ? action
                : action.dependent("copies over the network what only " + guest.node() + " has: "
                        + String.join(", ", move.localDisks()));
        return guest.isContainer() && guest.isRunning()
                ? felt.dependent("container " + guest.label()
                        + " cannot move live: it is shut down and started again on the other node")
                : felt;
    }

    private static Step step(LiveGuest guest, Placement.Move move, Optional<String> storage) {
        Optional<Boolean> running = Optional.of(true).filter(_ -> guest.isRunning());
        Optional<Boolean> disks = running.filter(_ -> !move.localDisks().isEmpty());
        Planner.Planned call = guest.isContainer()
                ? plan -> plan.lxcLifecycle()
                        .migrate(
                                guest.node(),
                                guest.vmid(),
                                new MigrateContainer(move.target(), running, storage, Options.NONE))
                : plan -> plan.qemuLifecycle()
                        .migrate(
                                guest.node(),
                                guest.vmid(),
                                new MigrateVm(move.target(), running, disks, storage, Options.NONE));
        return Step.of(call, what(guest, move));
    }

    /// Arguments of `drain_node`.
    record DrainNode(
            Optional<ClusterName> cluster,
            String node,
            @Describe("stopped ones too") Optional<Boolean> all,

            Optional<WaitSeconds> waitSeconds,

            Optional<Boolean> dryRun) {}

    @Tool(
            name = "drain_node",
            title = "Move all guests off a node",
            description =
                    "Moves the running guests of a node elsewhere, one by one; containers restart. Says what stays.",
            effect = OPERATE,
            needs = {GUESTS, "VM.Migrate /vms"})
    Answer<Outcome> drain(DrainNode request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        List<LiveGuest> guests = guests(reading, request.node());
        Placement placement = new Placement(reading);
        Action action = Action.of(tool, reading.cluster().name(), "move all guests off " + request.node());
        boolean all = request.all().orElse(false);
        int moving = 0;
        List<String> stopped = new ArrayList<>();
        for (LiveGuest guest : guests) {
            if (!guest.isRunning() && !all) {
                stopped.add(guest.label()
                        + guest.lock().map(lock -> " (locked: " + lock + ")").orElse(""));
                continue;
            }
            try {
                guest.requireUnlocked();
                Placement.Move move = placement.choose(guest, Optional.empty(), Optional.empty());
                action = felt(action, guest, move)
                        .then(step(guest, move, Optional.empty()))
                        .assuming(guest.as(Fact.NODE))
                        .assuming(guest.as(Fact.LOCK))
                        .assuming(guest.as(Fact.STATUS));
                moving++;
            } catch (Refused | ProxmoxException e) {
                action = action.dependent("STAYS: " + guest.label() + ": " + e.getMessage());
            }
        }
        if (!stopped.isEmpty()) {
            action = action.dependent(
                    "STAY, because stopped: " + String.join(", ", stopped) + "; all=true moves them too");
        }
        if (moving == 0) {
            throw new Refused(
                    "nothing_moves",
                    guests.isEmpty()
                            ? "node " + request.node() + " has no guests"
                            : "no guest moves off node " + request.node() + ": "
                                    + String.join("; ", action.dependents()));
        }
        return guard.submit(
                action.undoneBy("migrate_guest node=" + request.node() + " for each of them"),
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }

    private List<LiveGuest> guests(Reading reading, String node) {
        if (LiveCluster.of(reading).onlineNodes().stream()
                .noneMatch(known -> known.node().equals(node))) {
            throw new ToolException.NotFound("There is no online node '" + node + "'; list_nodes shows all.");
        }
        return LiveCluster.of(reading)
                .guestsOf(node)
                .map(row -> guard.look(reading.cluster(), row.vmid()))
                .toList();
    }
}
