package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.tasks.TaskEntry;
import io.github.proxmoxmcp.client.tasks.TasksApi.LogQuery;
import io.github.proxmoxmcp.persistence.Task;
import io.github.proxmoxmcp.server.sync.source.Parallel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out which guest a clone makes: its UPID names the source, the first lines of its log the new guest. Each log
/// is asked for until it tells, some at a time.
public final class CloneLogs {

    private static final Logger LOG = LoggerFactory.getLogger(CloneLogs.class);
    private static final Set<String> CLONE = Set.of("qmclone", "vzclone");
    private static final int MAX_LOGS_PER_CYCLE = 16;
    private static final int MAX_TRIES = 10;

    /// `creating a clone of VM 110 with ID 403`, or the name of a disk that is made: `vm-403-disk-0`. A log is text of
    /// others: what is no vmid is left alone.
    private static final Pattern MADE = Pattern.compile("clone of (?:VM|CT) \\d+ with ID"
            + " (\\d{1,9})\\b|\\b(?:vm|subvol)-(\\d{1,9})-(?:disk|cloudinit)|/images/(\\d{1,9})/");

    private final Proxmox api;

    /// How often the logs of the clones in the list were asked for; those that told, or that were over at the first
    /// look, count as asked often enough.
    private final Map<String, Integer> tries = new HashMap<>();

    private boolean first = true;

    public CloneLogs(Proxmox api) {
        this.api = api;
    }

    /// The same tasks, with what clones make where that was found out now.
    public List<Task> read(List<TaskEntry> entries, List<Task> tasks) {
        List<TaskEntry> clones =
                entries.stream().filter(task -> CLONE.contains(task.type())).toList();
        Set<String> listed =
                clones.stream().map(task -> task.upid().text()).collect(Collectors.toCollection(HashSet::new));
        tries.keySet().retainAll(listed);
        if (first) {
            clones.stream()
                    .filter(task -> !task.isRunning())
                    .forEach(task -> tries.put(task.upid().text(), MAX_TRIES));
        }
        first &= entries.isEmpty();
        List<TaskEntry> due = clones.stream()
                .filter(task -> tries.getOrDefault(task.upid().text(), 0) < MAX_TRIES)
                .limit(MAX_LOGS_PER_CYCLE)
                .toList();
        if (due.isEmpty()) {
            return tasks;
        }
        List<Optional<Integer>> answers = Parallel.call(due.stream()
                .map(task -> (Callable<Optional<Integer>>) () -> made(task))
                .toList());
        Map<String, Optional<Integer>> made = new HashMap<>();
        for (int i = 0; i < due.size(); i++) {
            String upid = due.get(i).upid().text();
            made.put(upid, answers.get(i));
            tries.merge(upid, answers.get(i).isPresent() ? MAX_TRIES : 1, Integer::sum);
        }
        return tasks.stream()
                .map(task -> task.withMade(made.getOrDefault(task.upid(), Optional.empty())))
                .toList();
    }

    private Optional<Integer> made(TaskEntry clone) {
        try {
            List<LogLine> log =
                    api.tasks().log(clone.node(), clone.upid(), new LogQuery(Optional.empty(), Optional.empty()));
            return made(log.stream().map(LogLine::text).toList(), clone.id().orElse(""));
        } catch (ProxmoxException e) {
            LOG.debug("the log of {} could not be read: {}", clone.upid(), e.getMessage());
            return Optional.empty();
        }
    }

    /// The first vmid that the log of a clone names and that is not its source.
    public static Optional<Integer> made(List<String> log, String source) {
        return log.stream()
                .flatMap(line -> MADE.matcher(line).results())
                .map(found -> Optional.ofNullable(found.group(1))
                        .or(() -> Optional.ofNullable(found.group(2)))
                        .orElseGet(() -> found.group(3)))
                .filter(vmid -> !vmid.equals(source))
                .findFirst()
                .map(Integer::valueOf);
    }
}
