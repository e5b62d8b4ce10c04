package io.github.proxmoxmcp.demo;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Counts what is asked of a cluster, and can let something happen in the middle of it.
public final class Traffic {
    private Map<String, Integer> calls = new TreeMap<>();
    private int underway;
    private int mostAtOnce;
    private int left;
    private Optional<String> awaited = Optional.empty();
    private Optional<Runnable> surprise = Optional.empty();

    /// Calls since the last reading.
    ///
    /// @param calls how often, by method and path
    /// @param mostAtOnce how many were being answered at the same time, at most
    public record Seen(Map<String, Integer> calls, int mostAtOnce) {
        public int total() {
            return calls.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    Traffic() {}

    <T> T count(String call, Supplier<T> answer) {
        begin(call).ifPresent(Runnable::run);
        try {
            return answer.get();
        } finally {
            end();
        }
    }

    /// Returns the calls since its last call, and begins to count again.
    public synchronized Seen take() {
        var seen = new Seen(calls, mostAtOnce);
        calls = new TreeMap<>();
        mostAtOnce = underway;
        return seen;
    }

    /// Lets something happen just before a call is answered, once.
    ///
    /// @param number 1 for the next call, 2 for the one after it, …
    public synchronized void atCall(int number, Runnable what) {
        left = number;
        awaited = Optional.empty();
        surprise = Optional.of(what);
    }

    /// Lets something happen just before the next such call, a method and path, is answered, once.
    public synchronized void before(String call, Runnable what) {
        atCall(1, what);
        awaited = Optional.of(call);
    }

    private synchronized Optional<Runnable> begin(String call) {
        calls.merge(call, 1, Integer::sum);
        mostAtOnce = Math.max(mostAtOnce, ++underway);
        if (surprise.isEmpty() || !awaited.orElse(call).equals(call) || --left > 0) {
            return Optional.empty();
        }
        var now = surprise;
        surprise = Optional.empty();
        return now;
    }

    private synchronized void end() {
        underway--;
    }
}
