package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.server.cluster.Vmids;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Guests that should start with their node and do not run, or that nothing starts elsewhere when it is lost, and names
/// that several guests have.
final class GuestCheck implements Check {

    @Override
    public Area area() {
        return Area.GUEST;
    }

    @Override
    public Findings look(Situation situation) {
        List<Guest> guests = situation.guests().stream()
                .filter(state -> state.validity().unknownSince().isEmpty())
                .map(GuestState::guest)
                .filter(guest -> !guest.template())
                .toList();
        Set<Integer> onboot = situation.configs().entrySet().stream()
                .filter(config -> config.getValue().onboot())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        boolean haIsUsed = guests.stream().anyMatch(guest -> guest.haState().isPresent());
        List<Problem> problems = new ArrayList<>();
        problem(
                        situation,
                        some(
                                guests,
                                guest -> onboot.contains(guest.vmid())
                                        && guest.haState().isEmpty()
                                        && guest.status().equals("stopped")),
                        Severity.WARNING,
                        " should start with the node (onboot) and do not run",
                        "start them, or take onboot away where they should stay down")
                .ifPresent(problems::add);
        problem(
                        situation,
                        haIsUsed
                                ? some(
                                        guests,
                                        guest -> onboot.contains(guest.vmid())
                                                && guest.haState().isEmpty())
                                : List.of(),
                        Severity.INFO,
                        " start with the node (onboot) without HA, which others have",
                        "where they must survive the loss of their node, let HA manage them")
                .ifPresent(problems::add);
        namesakes(situation, guests).ifPresent(problems::add);
        List<Integer> unread = situation.unreadGuests();
        return new Findings(
                problems,
                unread.isEmpty()
                        ? List.of()
                        : List.of("whether to start with the node: " + Vmids.some(unread) + ", not read yet"));
    }

    private static List<Guest> some(List<Guest> guests, Predicate<Guest> which) {
        return guests.stream().filter(which).toList();
    }

    private static Optional<Problem> namesakes(Situation situation, List<Guest> guests) {
        Map<String, List<Guest>> byName = guests.stream()
                .filter(guest -> guest.name().isPresent())
                .collect(Collectors.groupingBy(guest -> guest.name().orElse(""), TreeMap::new, Collectors.toList()));
        byName.values().removeIf(same -> same.size() < 2);
        return problem(
                situation,
                byName.entrySet().stream().map(GuestCheck::namesake).toList(),
                byName.values().stream().flatMap(List::stream).toList(),
                Severity.INFO,
                "name",
                " shared by several guests",
                "rename all but one: tools and people take a name for one guest");
    }

    private static String namesake(Map.Entry<String, List<Guest>> name) {
        return name.getKey()
                + name.getValue().stream()
                        .map(guest -> String.valueOf(guest.vmid()))
                        .collect(Collectors.joining(" ", " (", ")"));
    }

    private static Optional<Problem> problem(
            Situation situation, List<Guest> guests, Severity severity, String words, String next) {
        return problem(situation, guests.stream().map(Labels::of).toList(), guests, severity, "guest", words, next);
    }

    private static Optional<Problem> problem(
            Situation situation,
            List<String> labels,
            List<Guest> guests,
            Severity severity,
            String noun,
            String words,
            String next) {
        return labels.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                                severity,
                                Area.GUEST,
                                Labels.count(labels.size(), noun) + words,
                                Labels.some(situation, Area.GUEST, labels),
                                Optional.empty(),
                                next)
                        .named(words.strip())
                        .ofGuests(guests));
    }
}
