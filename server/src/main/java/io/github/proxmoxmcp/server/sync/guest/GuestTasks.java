package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.tasks.TaskEntry;
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

/// What the cluster's list of tasks says of guests.
///
/// A destruction counts once: as long as it stands in the list, it says nothing of a guest that came after it.
public final class GuestTasks {

    private static final Set<String> DESTROY = Set.of("qmdestroy", "vzdestroy");
    private static final Set<String> START = Set.of("qmstart", "vzstart");
    private static final Set<String> RESTORE = Set.of("qmrestore", "vzrestore");
    private static final Set<String> CHANGE_NOTHING =
            Set.of("vncproxy", "vncshell", "spiceproxy", "spiceshell", "termproxy", "qmagent");

    /// For so long a task that is listed no more is remembered.
    private static final Duration MEMORY = Duration.ofDays(1);

    private Map<String, List<TaskEntry>> byTarget = Map.of();
    private Set<Integer> concerned = Set.of();
    private Set<Integer> finished = Set.of();

    /// What was dealt with, and recorded.
    private Dealt recorded = new Dealt(Map.of(), Set.of(), true);

    private Map<String, Seen> ended = Map.of();
    private Set<String> spent = new HashSet<>();
    private boolean first = true;

    /// What is remembered from one list to the next.
    ///
    /// @param ended whether they had ended, by UPID
    /// @param spent destructions that say nothing any more
    /// @param first whether no list was ever taken
    private record Dealt(Map<String, Seen> ended, Set<String> spent, boolean first) {}

    /// A task as it was last listed.
    private record Seen(boolean ended, Instant began) {

        static Seen of(TaskEntry task) {
            return new Seen(!task.isRunning(), task.starttime());
        }
    }

    /// What followed from the list is recorded.
    public void keep() {
        recorded = new Dealt(ended, Set.copyOf(spent), first);
    }

    /// What followed from the list could not be recorded: it is news again.
    public void drop() {
        ended = recorded.ended();
        spent = new HashSet<>(recorded.spent());
        first = recorded.first();
    }

    /// Takes a new list, and notes which guests its news are of.
    public void take(List<TaskEntry> tasks) {
        byTarget = tasks.stream()
                .filter(task -> task.id().isPresent())
                .collect(Collectors.groupingBy(task -> task.id().orElseThrow()));
        List<TaskEntry> news = first
                ? List.of()
                : tasks.stream()
                        .filter(task -> !CHANGE_NOTHING.contains(task.type()))
                        .filter(task ->
                                !Seen.of(task).equals(ended.get(task.upid().text())))
                        .toList();
        concerned = guests(news.stream());
        finished = guests(news.stream().filter(task -> !task.isRunning()));
        if (first) {
            tasks.stream()
                    .filter(task -> DESTROY.contains(task.type()) && !task.isRunning())
                    .forEach(task -> spent.add(task.upid().text()));
        }
        first &= tasks.isEmpty();
        ended = remembered(tasks);
        spent.retainAll(ended.keySet());
    }

    /// A list leaves out for a while what the token may not see then: when it is back it is no news.
    private Map<String, Seen> remembered(List<TaskEntry> tasks) {
        Map<String, Seen> all = new HashMap<>(ended);
        Optional<Instant> newest = tasks.stream().map(TaskEntry::starttime).max(Comparator.naturalOrder());
        newest.ifPresent(last -> all.values().removeIf(seen -> seen.began().isBefore(last.minus(MEMORY))));
        tasks.forEach(task -> all.put(task.upid().text(), Seen.of(task)));
        return all;
    }

    private static Set<Integer> guests(Stream<TaskEntry> tasks) {
        return tasks.flatMap(task -> task.id().stream())
                .filter(id -> id.matches("[1-9][0-9]{1,8}"))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    /// Guests of tasks that began or ended since the list before.
    public Set<Integer> concerned() {
        return concerned;
    }

    /// Guests of tasks that ended since the list before.
    public Set<Integer> finished() {
        return finished;
    }

    /// Whether the guest of this vmid that is known was destroyed.
    public boolean destroyed(int vmid) {
        return of(vmid, DESTROY).anyMatch(task -> !spent.contains(task.upid().text()) && succeeded(task));
    }

    /// Whether it was, or is about to be.
    public boolean goes(int vmid) {
        return destroyed(vmid)
                || of(vmid, DESTROY)
                        .anyMatch(task ->
                                task.isRunning() && !spent.contains(task.upid().text()));
    }

    /// What was destroyed with this vmid has been dealt with.
    public void spend(int vmid) {
        of(vmid, DESTROY).forEach(task -> spent.add(task.upid().text()));
    }

    /// Whether it is or was lately put back from a backup, which may change all that it is known by.
    public boolean restored(int vmid) {
        return of(vmid, RESTORE).findAny().isPresent();
    }

    /// The last attempt to start it.
    public Optional<TaskEntry> lastStart(int vmid) {
        return of(vmid, START).max(Comparator.comparing(TaskEntry::starttime));
    }

    public static boolean succeeded(TaskEntry task) {
        return !task.isRunning()
                && task.status()
                        .filter(status -> status.equals("OK") || status.startsWith("WARNINGS"))
                        .isPresent();
    }

    private Stream<TaskEntry> of(int vmid, Set<String> types) {
        return byTarget.getOrDefault(Integer.toString(vmid), List.of()).stream()
                .filter(task -> types.contains(task.type()));
    }
}
