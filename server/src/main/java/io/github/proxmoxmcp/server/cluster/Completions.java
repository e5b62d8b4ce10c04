package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.GuestQuery;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.StateSnapshot;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.server.tool.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a value that somebody begins to type may become, from the memory. A variable of the same name means the same
/// everywhere.
public final class Completions {

    /// The protocol allows no more at once.
    public static final int MAX_VALUES = 100;

    private static final List<String> MOMENTS =
            List.of("1h ago", "6h ago", "24h ago", "today", "yesterday", "last monday", "1 week ago");

    private final Supplier<Backend> backend;

    public Completions(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /// @param values at most [#MAX_VALUES], the best first
    /// @param total how many there are
    public record Completion(List<String> values, int total) {

        static final Completion NONE = new Completion(List.of(), 0);

        /// A name that cannot be shown as it is cannot be typed either.
        public Completion {
            values = values.stream()
                    .filter(value -> Printable.line(value).equals(value))
                    .toList();
        }

        static Completion of(Stream<String> candidates, String typed) {
            String begun = typed.toLowerCase(Locale.ROOT);
            List<String> all = candidates
                    .filter(value -> value.toLowerCase(Locale.ROOT).contains(begun))
                    .distinct()
                    // Sorting is stable: what begins so comes first, and otherwise the order stays.
                    .sorted(Comparator.comparing(
                            value -> !value.toLowerCase(Locale.ROOT).startsWith(begun)))
                    .toList();
            return new Completion(all.stream().limit(MAX_VALUES).toList(), all.size());
        }
    }

    /// @param variable its name, such as `guest`
    /// @param cluster the one that was chosen before
    public Completion of(String variable, String typed, Optional<String> cluster) {
        List<String> clusters = backend.get().clusters().stream()
                .map(Cluster::name)
                .filter(name -> cluster.isEmpty() || cluster.get().equals(name))
                .sorted()
                .toList();
        if (variable.equals("cluster")) {
            return Completion.of(
                    backend.get().clusters().stream().map(Cluster::name).sorted(), typed);
        }
        List<Completion> found =
                clusters.stream().map(name -> in(name, variable, typed)).toList();
        return new Completion(
                found.stream()
                        .flatMap(one -> one.values().stream())
                        .distinct()
                        .limit(MAX_VALUES)
                        .toList(),
                found.stream().mapToInt(Completion::total).sum());
    }

    private Completion in(String cluster, String variable, String typed) {
        Store store = backend.get().store();
        return switch (variable) {
            case "node" ->
                Completion.of(
                        store.nodes().list(cluster, Moment.now()).stream()
                                .map(state -> state.node().name()),
                        typed);
            case "storage" ->
                Completion.of(
                        store.storages().list(cluster, Moment.now()).stream()
                                .map(state -> state.storage().name()),
                        typed);
            case "snapshot" -> Completion.of(snapshots(store, cluster), typed);
            case "since" -> Completion.of(Stream.concat(MOMENTS.stream(), snapshots(store, cluster)), typed);
            case "task" -> tasks(store, cluster, typed);
            case "guest" -> typed.matches("[0-9]+") ? vmids(store, cluster, typed) : names(store, cluster, typed);
            default -> Completion.NONE;
        };
    }

    private static Stream<String> snapshots(Store store, String cluster) {
        return store.snapshots().list(cluster).stream().map(StateSnapshot::name);
    }

    /// Recent ones, newest first; of any others nobody remembers the UPID.
    private static Completion tasks(Store store, String cluster, String typed) {
        Page<Task> recent = store.tasks()
                .list(new TaskQuery(
                        cluster,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        MAX_VALUES));
        Completion found = Completion.of(recent.rows().stream().map(Task::upid), typed);
        return typed.isEmpty() ? new Completion(found.values(), Math.toIntExact(recent.total())) : found;
    }

    /// Names; of those that several guests share, and of guests without one, the vmids.
    private static Completion names(Store store, String cluster, String typed) {
        Page<GuestState> page = store.guests()
                .list(new GuestQuery(
                        cluster,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(typed).filter(text -> !text.isEmpty()),
                        Optional.empty(),
                        GuestQuery.Sort.NAME,
                        Optional.empty(),
                        MAX_VALUES,
                        Moment.now()));
        var byName = page.rows().stream()
                .flatMap(state -> state.guest().name().stream())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        List<String> unique = page.rows().stream()
                .map(state -> state.guest()
                        .name()
                        .filter(name -> byName.getOrDefault(name, 0L) == 1)
                        .orElse(String.valueOf(state.guest().vmid())))
                .toList();
        List<String> sorted = new ArrayList<>(unique);
        sorted.sort(Comparator.comparing(
                value -> !value.toLowerCase(Locale.ROOT).startsWith(typed.toLowerCase(Locale.ROOT))));
        return new Completion(sorted, Math.toIntExact(page.total()));
    }

    /// 10 may become 10, 100 to 109, 1000 to 1099, …
    private static Completion vmids(Store store, String cluster, String typed) {
        if (typed.startsWith("0") || typed.length() > 9) {
            return Completion.NONE;
        }
        List<String> values = store.guests().all(cluster, Moment.now()).keySet().stream()
                .map(String::valueOf)
                .filter(vmid -> vmid.startsWith(typed))
                .toList();
        return new Completion(values.stream().limit(MAX_VALUES).toList(), values.size());
    }
}
