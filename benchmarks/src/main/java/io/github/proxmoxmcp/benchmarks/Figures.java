package io.github.proxmoxmcp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measurements of one thing.
final class Figures {

    private final String name;
    private final List<Double> values = new ArrayList<>();

    Figures(String name) {
        this.name = name;
    }

    void add(double value) {
        values.add(value);
    }

    @Override
    public String toString() {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%s: min %.1f, median %.1f, p99 %.1f, max %.1f",
                name,
                sorted.getFirst(),
                sorted.get(sorted.size() / 2),
                sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1),
                sorted.getLast());
    }
}
