package io.github.proxmoxmcp.server.concurrent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/// Does things in the order that their lanes leave open: things in a row with lanes side by side, a few at a time, and
/// those of one lane in order; any other alone. After the first that does not go well none is begun.
///
/// @param lane of a thing; absent: it waits for all before it, and all after it wait for it
/// @param one does a thing
/// @param well whether it went well
/// @param left what is answered for a thing that was not begun
public record Lanes<T, R>(
        Function<T, Optional<String>> lane, Function<T, R> one, Predicate<R> well, Function<T, R> left) {

    /// A storage that copies more disks at once copies none of them sooner.
    private static final int SIDE_BY_SIDE = 4;

    /// The results in the order of the things.
    public List<R> run(List<T> things) {
        NavigableMap<Integer, R> results = new TreeMap<>();
        AtomicBoolean failed = new AtomicBoolean();
        Semaphore places = new Semaphore(SIDE_BY_SIDE);
        for (Map<String, List<Integer>> block : blocks(things)) {
            if (block.size() == 1) {
                results.putAll(lane(things, block.values().iterator().next(), failed));
            } else {
                Parallel.map(block.values(), indexes -> placed(things, indexes, failed, places))
                        .forEach(results::putAll);
            }
        }
        // Whoever was interrupted left lanes without a result.
        for (int i = 0; i < things.size(); i++) {
            results.putIfAbsent(i, left.apply(things.get(i)));
        }
        return List.copyOf(results.values());
    }

    private Map<Integer, R> placed(List<T> things, List<Integer> indexes, AtomicBoolean failed, Semaphore places) {
        places.acquireUninterruptibly();
        try {
            return lane(things, indexes, failed);
        } finally {
            places.release();
        }
    }

    private Map<Integer, R> lane(List<T> things, List<Integer> indexes, AtomicBoolean failed) {
        Map<Integer, R> results = new LinkedHashMap<>();
        for (int index : indexes) {
            T thing = things.get(index);
            R result = failed.get() ? left.apply(thing) : one.apply(thing);
            if (!well.test(result)) {
                failed.set(true);
            }
            results.put(index, result);
        }
        return results;
    }

    /// What runs at one time: the things of each lane, by their places in the list.
    private List<Map<String, List<Integer>>> blocks(List<T> things) {
        List<Map<String, List<Integer>>> blocks = new ArrayList<>();
        boolean open = false;
        for (int i = 0; i < things.size(); i++) {
            Optional<String> name = lane.apply(things.get(i));
            if (name.isEmpty() || !open) {
                blocks.add(new LinkedHashMap<>());
            }
            blocks.getLast()
                    .computeIfAbsent(name.orElse(""), _ -> new ArrayList<>())
                    .add(i);
            open = name.isPresent();
        }
        return blocks;
    }
}
