package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.tasks.TaskEntry;
import io.github.proxmoxmcp.server.sync.guest.TaskHints.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the cluster's list of tasks says of guests, compared with the list before.
///
/// A destruction counts once: as long as it stands in the list, it says nothing of a guest that came after it.
///
/// @param concerned guests of tasks that began or ended since the list before
/// @param finished guests of tasks that ended since the list before
/// @param seen tasks that were ever listed, by UPID
/// @param spent destructions that say nothing any more
/// @param first whether no list was ever read
public record GuestTasks(
        Map<Integer, List<TaskEntry>> byGuest,
        Set<Integer> concerned,
        Set<Integer> finished,
        Map<String, Seen> seen,
        Set<String> spent,
        boolean first) {

    /// Before any list was read.
    public static final GuestTasks NONE = new GuestTasks(Map.of(), Set.of(), Set.of(), Map.of(), Set.of(), true);

    private static final Set<String> DESTROY = Set.of("qmdestroy", "vzdestroy");
    private static final Set<String> START = Set.of("qmstart", "vzstart");
    private static final Set<String> RESTORE = Set.of("qmrestore", "vzrestore");
    private static final Set<String> CHANGE_NOTHING =
            Set.of("vncproxy", "vncshell", "spiceproxy", "spiceshell", "termproxy", "qmagent");

    /// How long a task is remembered after it left the list.
    private static final Duration MEMORY = Duration.ofDays(1);

    /// A task as it was last listed.
    record Seen(boolean ended, Instant began) {

        static Seen of(TaskEntry task) {
            return new Seen(!task.isRunning(), task.starttime());
        }
    }

    /// The next list, compared with this one.
    public GuestTasks next(List<TaskEntry> tasks) {
        List<TaskEntry> news = first
                ? List.of()
                : tasks.stream()
                        .filter(task -> !CHANGE_NOTHING.contains(task.type()))
                        .filter(task -> !Seen.of(task).equals(seen.get(upid(task))))
                        .toList();
        Map<String, Seen> all = remembered(tasks);
        Stream<String> before = first
                ? tasks.stream()
                        .filter(task -> DESTROY.contains(task.type()) && !task.isRunning())
                        .map(GuestTasks::upid)
                : spent.stream().filter(all::containsKey);
        return new GuestTasks(
                tasks.stream()
                        .filter(task -> guest(task).isPresent())
                        .collect(Collectors.groupingBy(task -> guest(task).orElseThrow())),
                guests(news.stream()),
                guests(news.stream().filter(task -> !task.isRunning())),
                all,
                before.collect(Collectors.toSet()),
                first && tasks.isEmpty());
    }

    /// A list leaves out for a while what the token may not see then: when it is back it is no news.
    private Map<String, Seen> remembered(List<TaskEntry> tasks) {
        Map<String, Seen> all = new HashMap<>(seen);
        Optional<Instant> newest = tasks.stream().map(TaskEntry::starttime).max(Comparator.naturalOrder());
        newest.ifPresent(last -> all.values().removeIf(task -> task.began().isBefore(last.minus(MEMORY))));
        tasks.forEach(task -> all.put(upid(task), Seen.of(task)));
        return all;
    }

    private static Set<Integer> guests(Stream<TaskEntry> tasks) {
        return tasks.flatMap(task -> guest(task).stream()).collect(Collectors.toSet());
    }

    private static Optional<Integer> guest(TaskEntry task) {
        return task.id().filter(id -> id.matches("[1-9][0-9]{1,8}")).map(Integer::valueOf);
    }

    private static String upid(TaskEntry task) {
        return task.upid().text();
    }

    /// This list after the destructions of these vmids were recorded.
    public GuestTasks without(Set<Integer> vmids) {
        Set<String> more = new HashSet<>(spent);
        vmids.forEach(vmid -> of(vmid, DESTROY).map(GuestTasks::upid).forEach(more::add));
        return new GuestTasks(byGuest, concerned, finished, seen, more, first);
    }

    /// What the list says of one guest.
    TaskHints of(int vmid) {
        if (!byGuest.containsKey(vmid)) {
            return TaskHints.NONE;
        }
        List<TaskEntry> destructions =
                of(vmid, DESTROY).filter(task -> !spent.contains(upid(task))).toList();
        boolean destroyed =
                destructions.stream().anyMatch(task -> task.outcome().succeeded());
        return new TaskHints(
                destroyed,
                destroyed || destructions.stream().anyMatch(TaskEntry::isRunning),
                of(vmid, RESTORE).findAny().isPresent(),
                finished.contains(vmid),
                of(vmid, START)
                        .max(Comparator.comparing(TaskEntry::starttime))
                        .map(Start::of)
                        .orElse(Start.NONE));
    }

    private Stream<TaskEntry> of(int vmid, Set<String> types) {
        return byGuest.getOrDefault(vmid, List.of()).stream().filter(task -> types.contains(task.type()));
    }
}
