package io.github.proxmoxmcp.server.notify;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How many messages of this process targets took, and how many tries failed.
public final class NotifyCounters {

    private final ConcurrentHashMap<String, LongAdder> sent = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> failed = new ConcurrentHashMap<>();

    void count(String target, boolean taken) {
        (taken ? sent : failed).computeIfAbsent(target, _ -> new LongAdder()).increment();
    }

    /// Messages that were taken, by target.
    public SortedMap<String, Long> sent() {
        return sums(sent);
    }

    /// Tries that failed, by target.
    public SortedMap<String, Long> failed() {
        return sums(failed);
    }

    private static SortedMap<String, Long> sums(ConcurrentHashMap<String, LongAdder> counts) {
        SortedMap<String, Long> sums = new TreeMap<>();
        counts.forEach((target, count) -> sums.put(target, count.sum()));
        return sums;
    }
}
