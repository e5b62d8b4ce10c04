package io.github.proxmoxmcp.server.guard;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How often writes of this process came out how, and whose yes they had.
public final class WriteCounters {

    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> approvals = new ConcurrentHashMap<>();

    void outcome(String outcome) {
        outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
    }

    /// @param by of `human at …` and `operator …` only the first word counts
    void approval(String by) {
        approvals
                .computeIfAbsent(by.replaceFirst(" .*", ""), _ -> new LongAdder())
                .increment();
    }

    /// By what the audit calls them: `intent`, `done`, `refused`, `unapproved`, …
    public SortedMap<String, Long> outcomes() {
        return sums(outcomes);
    }

    /// By `configuration`, `human` or `operator`.
    public SortedMap<String, Long> approvals() {
        return sums(approvals);
    }

    private static SortedMap<String, Long> sums(Map<String, LongAdder> counts) {
        SortedMap<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }
}
