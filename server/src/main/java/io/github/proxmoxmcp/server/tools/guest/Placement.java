package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterResource.NodeResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.StorageResource;
import io.github.proxmoxmcp.client.guest.GuestApi.LocalDisk;
import io.github.proxmoxmcp.client.guest.GuestApi.MigrationCheck;
import io.github.proxmoxmcp.client.guest.MigrationTarget;
import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.Units;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Where guests can go: the nodes that the cluster's own check allows, that have the storages and the memory, the one
/// with the most memory left first. Counts what it has placed already.
public final class Placement {

    private static final long MIB = 1L << 20;
    private static final int NOT_IMPLEMENTED = 501;
    private static final Settings NONE = new Settings(new TreeMap<>());

    private final Proxmox api;
    private final List<NodeResource> nodes;
    private final List<StorageResource> storages;
    private final Map<String, Long> placed = new HashMap<>();

    Placement(Reading reading) {
        this.api = reading.cluster().api();
        this.nodes = LiveCluster.of(reading).onlineNodes();
        this.storages = LiveCluster.of(reading).storages();
    }

    /// Where a guest goes and how.
    ///
    /// @param reason why there
    /// @param localDisks volumes that only its present node has, which must be copied
    record Move(String target, String reason, List<String> localDisks) {}

    /// The cluster's answer on whether a guest can move.
    private record Check(Optional<List<String>> allowed, Settings refused, List<String> local, List<String> bound) {}

    /// @param wanted the node that it must be; absent: the best one
    /// @param storage where volumes go that only its present node has; absent: to storages of the same names
    /// @throws Refused with the reason of each node
    Move choose(LiveGuest guest, Optional<String> wanted, Optional<String> storage) {
        Check check = check(guest);
        if (!check.bound().isEmpty()) {
            throw new Refused(
                    "bound",
                    "guest " + guest.label() + " uses what only node " + UntrustedText.marked(guest.node()) + " has: "
                            + UntrustedText.list(check.bound()));
        }
        List<String> reasons = new ArrayList<>();
        Optional<NodeResource> best = Optional.empty();
        for (NodeResource node : nodes) {
            if (node.node().equals(guest.node())
                    || wanted.filter(name -> !name.equals(node.node())).isPresent()) {
                continue;
            }
            Optional<String> problem = problem(guest, check, node, storage);
            problem.ifPresent(text -> reasons.add(node.node() + ": " + text));
            if (problem.isEmpty()
                    && best.filter(found -> left(found) >= left(node)).isEmpty()) {
                best = Optional.of(node);
            }
        }
        NodeResource target = best.orElseThrow(() -> new Refused(
                "no_target",
                "guest " + guest.label() + " cannot move: "
                        + (reasons.isEmpty()
                                ? wanted.map(name -> "there is no other online node '" + name + "'")
                                        .orElse("there is no other online node")
                                : String.join("; ", reasons))));
        String reason = (wanted.isPresent() ? "as asked; " : "most free memory of those that can take it: ")
                + Units.gib(Optional.of(left(target))).orElse(0.0) + " GiB free";
        if (guest.isRunning()) {
            placed.merge(target.node(), memory(guest), Long::sum);
        }
        return new Move(target.node(), reason, check.local());
    }

    private Optional<String> problem(LiveGuest guest, Check check, NodeResource node, Optional<String> storage) {
        if (check.allowed().filter(names -> !names.contains(node.node())).isPresent()) {
            return Optional.of("the cluster does not allow it"
                    + check.refused()
                            .get(node.node())
                            .filter(text -> !text.isEmpty())
                            .map(text -> " (" + text + ")")
                            .orElse(""));
        }
        for (String needed : needed(guest, check, storage)) {
            if (storages.stream()
                    .noneMatch(row ->
                            row.node().equals(node.node()) && row.storage().equals(needed))) {
                return Optional.of("storage " + needed + " is not available there");
            }
        }
        long room = left(node);
        return guest.isRunning() && memory(guest) > room
                ? Optional.of("has " + Units.gib(Optional.of(Math.max(0, room))).orElse(0.0)
                        + " GiB of memory free, and " + guest.vmid() + " needs "
                        + Units.gib(Optional.of(memory(guest))).orElse(0.0))
                : Optional.empty();
    }

    private static Set<String> needed(LiveGuest guest, Check check, Optional<String> storage) {
        Set<String> needed = new HashSet<>();
        for (Disks.Disk disk : Disks.of(guest)) {
            needed.add(check.local().contains(disk.volume()) ? storage.orElse(disk.storage()) : disk.storage());
        }
        return needed;
    }

    private long left(NodeResource node) {
        return LiveCluster.freeMemory(node) - placed.getOrDefault(node.node(), 0L);
    }

    /// The memory that a guest may use at the most; the option `memory` may have further settings behind it.
    static long memory(LiveGuest guest) {
        return Optional.ofNullable(guest.config().get("memory"))
                .flatMap(text -> PropertyString.parse(text).get("current", "current"))
                .filter(text -> text.matches("[0-9]{1,12}"))
                .map(text -> Long.parseLong(text) * MIB)
                .orElse(512 * MIB);
    }

    private Check check(LiveGuest guest) {
        try {
            MigrationCheck check = guest.in(api).migrationCheck(MigrationTarget.ANY);
            return new Check(
                    check.allowedNodes(),
                    check.notAllowedNodes().orElse(NONE),
                    guest.isContainer() ? local(guest) : copied(check),
                    check.localResources().orElse(List.of()));
        } catch (ProxmoxException.Failed e) {
            if (e.status() != NOT_IMPLEMENTED) {
                throw e;
            }
            // Older releases have none for containers.
            return new Check(Optional.empty(), NONE, local(guest), List.of());
        }
    }

    private static List<String> copied(MigrationCheck check) {
        return check.localDisks().orElse(List.of()).stream()
                .filter(disk -> !disk.cdrom().orElse(false))
                .map(LocalDisk::volid)
                .toList();
    }

    /// Volumes on storages that are not shared.
    private List<String> local(LiveGuest guest) {
        return Disks.of(guest).stream()
                .filter(disk -> storages.stream()
                        .anyMatch(row -> row.node().equals(guest.node())
                                && row.storage().equals(disk.storage())
                                && !row.shared().orElse(false)))
                .map(Disks.Disk::volume)
                .toList();
    }
}
