package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Of things that stand in an order, such as rules of a firewall: which ones were moved, and which ones only have
/// another number because one before them came or went.
final class Positions {

    static final String COLUMN = "position";

    private Positions() {}

    /// Those of the transitions whose number changed and whose thing was not moved.
    static Set<Transition> unmoved(List<Transition> transitions) {
        Set<Transition> unmoved = new HashSet<>();
        transitions.stream()
                .filter(Positions::isRenumbered)
                .collect(groupingBy(one -> List.of(one.kind().kind(), one.key().getFirst())))
                .values()
                .forEach(list -> unmoved.addAll(inOrder(list)));
        return unmoved;
    }

    private static boolean isRenumbered(Transition transition) {
        OptionalInt column = transition.kind().facts().find(COLUMN);
        return column.isPresent()
                && transition.before().isPresent()
                && transition.after().isPresent()
                && transition.alters(column.getAsInt());
    }

    /// As many as can keep the order that they had: the others were moved between them.
    private static List<Transition> inOrder(List<Transition> list) {
        List<Transition> sorted =
                list.stream().sorted(Comparator.comparingInt(Positions::before)).toList();
        List<List<Transition>> longest = new ArrayList<>();
        List<Transition> best = List.of();
        for (Transition one : sorted) {
            List<Transition> chain = new ArrayList<>(longest.stream()
                    .filter(other -> after(other.getLast()) < after(one))
                    .max(Comparator.comparingInt(List::size))
                    .orElse(List.of()));
            chain.add(one);
            longest.add(chain);
            best = chain.size() > best.size() ? chain : best;
        }
        return best;
    }

    private static int before(Transition one) {
        return one.before()
                .orElseThrow()
                .facts()
                .get(column(one), Integer.class)
                .orElseThrow();
    }

    private static int after(Transition one) {
        return one.after().orElseThrow().facts().get(column(one), Integer.class).orElseThrow();
    }

    private static int column(Transition one) {
        return one.kind().facts().find(COLUMN).orElseThrow();
    }
}
