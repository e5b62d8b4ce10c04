package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Node;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Storages that are full, or cannot be used. A shared one counts once.
final class StorageCheck implements Check {

    private static final double NEARLY = 0.85;
    private static final double FULL = 0.95;

    @Override
    public Area area() {
        return Area.STORAGE;
    }

    @Override
    public Findings look(Situation situation) {
        Set<String> seen = new HashSet<>();
        Set<String> online = situation.nodes().stream()
                .filter(state -> state.validity().unknownSince().isEmpty())
                .map(state -> state.node())
                .filter(node -> node.status().equals("online"))
                .map(Node::name)
                .collect(Collectors.toSet());
        Set<String> disabled = situation.inventory().list(StorageDefinition.class).stream()
                .map(Known::thing)
                .filter(storage -> !storage.enabled())
                .map(StorageDefinition::name)
                .collect(Collectors.toSet());
        List<Problem> problems = situation.storages().stream()
                .filter(state -> online.contains(state.storage().node()))
                .filter(state -> !disabled.contains(state.storage().name()))
                .flatMap(state -> Stream.concat(full(state, seen).stream(), inactive(situation, state).stream()))
                .toList();
        List<String> unchecked = new ArrayList<>();
        if (!situation.isNow()) {
            unchecked.add("how full storages were then");
        }
        situation.nodes().stream()
                .map(state -> state.node().name())
                .filter(node -> !online.contains(node))
                .forEach(node -> unchecked.add("storages of " + node));
        return new Findings(problems, unchecked);
    }

    private static Optional<Problem> full(StorageState state, Set<String> seen) {
        Storage storage = state.storage();
        String name = storage.shared() ? storage.name() : storage.name() + "@" + storage.node();
        return state.gauges()
                .filter(_ -> state.validity().unknownSince().isEmpty())
                .flatMap(gauges -> gauges.totalBytes()
                        .filter(total -> total > 0)
                        .flatMap(total -> gauges.usedBytes().map(used -> (double) used / total)))
                .filter(share -> share >= NEARLY && seen.add(name))
                .map(share -> new Problem(
                                share >= FULL ? Severity.CRITICAL : Severity.WARNING,
                                Area.STORAGE,
                                name,
                                Math.round(share * 100) + " % full",
                                Optional.empty(),
                                "see what is on it (list_volumes), remove or move what is not needed, or enlarge it")
                        .named("full " + name)
                        .ofNode(storage.node()));
    }

    /// One that cannot be reached is `unknown` to its node, which the memory keeps as `unknown since`.
    private static Optional<Problem> inactive(Situation situation, StorageState state) {
        Storage storage = state.storage();
        Optional<Instant> unknown = state.validity().unknownSince();
        return Optional.of(storage)
                .filter(one -> unknown.isPresent() || !one.status().equals("available"))
                .map(one -> new Problem(
                                Severity.CRITICAL,
                                Area.STORAGE,
                                storage.name() + "@" + storage.node(),
                                "is " + (unknown.isPresent() ? "unknown" : storage.status())
                                        + ": the node cannot use it",
                                situation
                                        .reading()
                                        .since(unknown.orElse(state.validity().from())),
                                "check that its server answers the node; pvesm status there shows the error")
                        .ofNode(storage.node()));
    }
}
