package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.NodeGauges;
import io.github.proxmoxmcp.persistence.NodeState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether the other nodes could carry a node's running guests, by memory: the largest guest goes first, to the node
/// with the most free memory. Disks, CPUs, hardware and HA rules are not looked at.
///
/// @param guests how many run on it
/// @param neededBytes their memory together
/// @param freeBytes the memory that is free on the others
/// @param without guests for which no other node has the memory
public record NodeLoss(String node, int guests, long neededBytes, long freeBytes, List<Guest> without) {

    /// Absent where the memory in use of another node is not known, or there is no other one that answers.
    public static Optional<NodeLoss> of(String node, List<NodeState> nodes, List<GuestState> guests) {
        Map<String, Long> free = new TreeMap<>();
        for (NodeState other : nodes) {
            if (!other.node().name().equals(node) && other.node().status().equals("online")) {
                Optional<Long> room = other.node()
                        .memoryBytes()
                        .flatMap(all -> other.gauges()
                                .flatMap(NodeGauges::memoryUsedBytes)
                                .map(used -> Math.max(0, all - used)));
                if (room.isEmpty()) {
                    return Optional.empty();
                }
                free.put(other.node().name(), room.get());
            }
        }
        if (free.isEmpty()) {
            return Optional.empty();
        }
        List<Guest> running = guests.stream()
                .map(GuestState::guest)
                .filter(guest -> guest.node().equals(node) && guest.status().equals("running"))
                .sorted(Comparator.comparingLong((Guest guest) -> memory(guest)).reversed())
                .toList();
        long all = free.values().stream().mapToLong(Long::longValue).sum();
        List<Guest> without = new ArrayList<>();
        for (Guest guest : running) {
            String best = free.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            long left = free.getOrDefault(best, 0L) - memory(guest);
            if (left < 0) {
                without.add(guest);
            } else {
                free.put(best, left);
            }
        }
        return Optional.of(new NodeLoss(
                node,
                running.size(),
                running.stream().mapToLong(NodeLoss::memory).sum(),
                all,
                without));
    }

    /// In a sentence.
    public String text() {
        return guests == 0
                ? "no guest runs on it"
                : "its " + Labels.count(guests, "running guest") + (guests == 1 ? " needs " : " need ")
                        + gib(neededBytes)
                        + " of memory, the other nodes have " + gib(freeBytes) + " free: "
                        + (without.isEmpty()
                                ? "all fit"
                                : without.size() + " would not fit ("
                                        + Labels.first(
                                                without.stream().map(Labels::of).toList()) + ")");
    }

    private static long memory(Guest guest) {
        return guest.memoryBytes().orElse(0L);
    }

    private static String gib(long bytes) {
        return Math.round(bytes * 10.0 / (1L << 30)) / 10.0 + " GiB";
    }
}
