package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.server.cluster.ConfigFacts;
import io.github.proxmoxmcp.server.cluster.Vmids;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Guests that are bound to their node: by disks on storage that only it has, by its hardware, by an ISO image there.
/// One problem for each reason; a guest that HA should move counts by itself.
final class MigrationCheck implements Check {

    /// Why a guest cannot move as it is.
    private enum Reason {
        HARDWARE("hardware of their node is passed through", "map the device on other nodes too (resource mappings)"),
        LOCAL_ISO("an ISO image on their node is attached", "eject it, or put it on shared storage"),
        LOCAL_DISK(
                "disks on storage of their node only",
                "to survive the loss of a node, move the disks to shared storage or replicate them");

        private final String words;
        private final String next;

        Reason(String words, String next) {
            this.words = words;
            this.next = next;
        }
    }

    @Override
    public Area area() {
        return Area.MIGRATION;
    }

    @Override
    public Findings look(Situation situation) {
        if (situation.nodes().size() < 2) {
            return Findings.of(List.of());
        }
        List<Guest> guests = situation.guests().stream()
                .map(GuestState::guest)
                .filter(guest -> !guest.template())
                .toList();
        Set<String> shared = situation.storages().stream()
                .map(StorageState::storage)
                .filter(Storage::shared)
                .map(Storage::name)
                .collect(Collectors.toSet());
        Map<Reason, List<Guest>> bound = new TreeMap<>();
        List<Integer> unread = new ArrayList<>();
        for (Guest guest : guests) {
            Optional.ofNullable(situation.configs().get(guest.vmid()))
                    .ifPresentOrElse(
                            config -> reasons(config, shared)
                                    .forEach(why -> bound.computeIfAbsent(why, _ -> new ArrayList<>())
                                            .add(guest)),
                            () -> unread.add(guest.vmid()));
        }
        List<Problem> problems = new ArrayList<>();
        bound.forEach((why, some) -> problems.addAll(problems(situation, why, some)));
        return new Findings(
                problems,
                unread.isEmpty()
                        ? List.of()
                        : List.of("what binds to their nodes " + Vmids.some(unread) + ": not read yet"));
    }

    private static List<Problem> problems(Situation situation, Reason why, List<Guest> guests) {
        List<Problem> problems = new ArrayList<>();
        Map<Boolean, List<Guest>> managed = guests.stream()
                .collect(Collectors.partitioningBy(guest -> guest.haState().isPresent()));
        problem(situation, Severity.WARNING, why, "HA guest", managed.getOrDefault(true, List.of()))
                .ifPresent(problems::add);
        problem(situation, Severity.INFO, why, "guest", managed.getOrDefault(false, List.of()))
                .ifPresent(problems::add);
        return problems;
    }

    private static Optional<Problem> problem(
            Situation situation, Severity severity, Reason why, String who, List<Guest> guests) {
        return guests.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                                severity,
                                Area.MIGRATION,
                                Labels.count(guests.size(), who) + ": " + why.words,
                                Labels.some(
                                        situation,
                                        Area.MIGRATION,
                                        guests.stream().map(Labels::of).toList()),
                                Optional.empty(),
                                why.next)
                        .named(who + ": " + why.words)
                        .ofGuests(guests));
    }

    private static List<Reason> reasons(ConfigFacts config, Set<String> shared) {
        List<Reason> reasons = new ArrayList<>();
        if (config.hardware()) {
            reasons.add(Reason.HARDWARE);
        }
        if (!shared.containsAll(config.isoStorages())) {
            reasons.add(Reason.LOCAL_ISO);
        }
        if (!shared.containsAll(config.diskStorages())) {
            reasons.add(Reason.LOCAL_DISK);
        }
        return reasons;
    }
}
