package io.github.proxmoxmcp.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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

    static double wall(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /// Of this thread: what a database in another process does is not in it.
    static double cpu(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }

    void add(double value) {
        values.add(value);
    }

    @Override
    public String toString() {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%s: min %.2f, median %.2f, p99 %.2f, max %.2f",
                name,
                sorted.getFirst(),
                sorted.get(sorted.size() / 2),
                sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1),
                sorted.getLast());
    }
}
