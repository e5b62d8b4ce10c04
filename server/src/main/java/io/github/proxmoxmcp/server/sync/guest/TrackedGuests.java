package io.github.proxmoxmcp.server.sync.guest;

import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.Guest;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What was concluded of the guests that were listed last.
///
/// @param presences what nodes told of guests lately
public record TrackedGuests(Map<Integer, Conclusion> conclusions, Map<Integer, Presence> presences) {

    public static final TrackedGuests NONE = new TrackedGuests(Map.of(), Map.of());

    /// Without conclusions: what they were drawn from is not what the memory says.
    public TrackedGuests forgotten() {
        return new TrackedGuests(Map.of(), presences);
    }

    /// With what was concluded now.
    public TrackedGuests with(Conclusions concluded, Instant now) {
        Map<Integer, Conclusion> all = new HashMap<>(conclusions);
        all.keySet().removeAll(concluded.ended());
        all.putAll(concluded.all());
        Map<Integer, Presence> told = new HashMap<>(presences);
        told.keySet().removeAll(concluded.ended());
        told.putAll(concluded.presences());
        told.values().removeIf(presence -> !presence.isOfLate(now));
        return new TrackedGuests(all, told);
    }

    /// Without guests that are listed no more.
    public TrackedGuests only(Set<Integer> listed) {
        Map<Integer, Conclusion> all = new HashMap<>(conclusions);
        all.keySet().retainAll(listed);
        Map<Integer, Presence> told = new HashMap<>(presences);
        told.keySet().retainAll(listed);
        return new TrackedGuests(all, told);
    }

    /// Vmids of the last rows.
    public Set<Integer> listed() {
        return conclusions.keySet();
    }

    /// The last row of a guest.
    public Optional<Guest> row(int vmid) {
        return Optional.ofNullable(conclusions.get(vmid)).map(Conclusion::row);
    }

    /// Vmids of the last rows of these nodes.
    Set<Integer> listedOn(Set<String> nodes) {
        return conclusions.values().stream()
                .map(Conclusion::row)
                .filter(row -> nodes.contains(row.node()))
                .map(Guest::vmid)
                .collect(toSet());
    }

    /// The nodes of guests, each as often as it has one of them.
    Stream<String> nodes(Collection<Integer> vmids) {
        return vmids.stream().flatMap(vmid -> row(vmid).stream()).map(Guest::node);
    }

    /// Whether rows tell of a change of configuration that no task accounts for, or may do so.
    public boolean tellOfChange(Collection<Guest> rows, GuestTasks tasks) {
        return conclusions.isEmpty()
                || rows.stream()
                        .filter(row -> !tasks.concerned().contains(row.vmid()))
                        .anyMatch(row -> row(row.vmid())
                                .filter(before -> !row.tags().equals(before.tags())
                                        || GuestReconciler.lateFactsDiffer(row, before))
                                .isPresent());
    }

    /// Whether a guest that was in a pool is shown in none.
    public boolean tellOfLeftPool(Collection<Guest> rows) {
        return rows.stream()
                .filter(row -> row.pool().isEmpty())
                .anyMatch(row -> row(row.vmid()).flatMap(Guest::pool).isPresent());
    }
}
