package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.tasks.TaskEntry;
import io.github.proxmoxmcp.client.tasks.TasksApi.LogQuery;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out which guest a clone makes: its UPID names the source, the first lines of its log the new guest. Each log
/// is asked for until it tells, some at a time.
public final class CloneLogs {

    private static final Logger LOG = LoggerFactory.getLogger(CloneLogs.class);
    private static final Set<String> CLONE = Set.of("qmclone", "vzclone");
    private static final int MAX_LOGS_PER_CYCLE = 16;
    private static final int MAX_TRIES = 10;

    /// Lines that begin as Proxmox writes them when it makes the new guest or one of its volumes. The rest of a log
    /// names what others may name as they like: volumes of the source, files of a container that cannot be copied.
    private static final Pattern MADE = Pattern.compile("creating a clone of (?:VM|CT) \\d+ with ID (?<id>\\d{1,9})"
            + "|clone \\S+: images, \\S+, (?<image>\\d{1,9}) to .*"
            + "|Formatting '[^']*/images/(?<folder>\\d{1,9})/.*"
            + "|allocated target volume '[^':]+:(?:\\d+/)?(?:vm|subvol)-(?<volume>\\d{1,9})-.*"
            + "| *Logical volume \"vm-(?<logical>\\d{1,9})-[^\"]*\" created.*");

    private static final List<String> NAMES_OF_VMIDS = List.of("id", "image", "folder", "volume", "logical");

    private final Proxmox api;

    public CloneLogs(Proxmox api) {
        this.api = api;
    }

    /// How often the logs of the clones in the list were asked for, by UPID; those that told, or that were over at the
    /// first look, count as asked often enough.
    public record Tries(Map<String, Integer> numbers, boolean first) {

        /// Before any list was read.
        public static final Tries NONE = new Tries(Map.of(), true);
    }

    /// Tasks, with what clones make where that was found out now.
    public record Reading(List<Task> tasks, Tries tries) {}

    /// Asks for the logs of clones that have not told yet what they make.
    public Reading read(List<TaskEntry> entries, List<Task> tasks, Tries before) {
        Map<String, Integer> tries = new HashMap<>();
        List<TaskEntry> due = new ArrayList<>();
        for (TaskEntry task : entries) {
            if (CLONE.contains(task.type())) {
                boolean over = before.first() && !task.isRunning();
                int tried = over ? MAX_TRIES : before.numbers().getOrDefault(upid(task), 0);
                tries.put(upid(task), tried);
                if (tried < MAX_TRIES && due.size() < MAX_LOGS_PER_CYCLE) {
                    due.add(task);
                }
            }
        }
        List<Optional<Integer>> answers = Parallel.map(due, this::made);
        Map<String, Optional<Integer>> made = new HashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            String upid = upid(due.get(i));
            made.put(upid, answers.get(i));
            tries.merge(upid, answers.get(i).isPresent() ? MAX_TRIES : 1, Integer::sum);
        }
        return new Reading(
                tasks.stream()
                        .map(task -> task.withMade(made.getOrDefault(task.upid(), Optional.empty())))
                        .toList(),
                new Tries(tries, before.first() && entries.isEmpty()));
    }

    private static String upid(TaskEntry task) {
        return task.upid().text();
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

    /// The first vmid that the log of a clone says it makes and that is not its source.
    public static Optional<Integer> made(List<String> log, String source) {
        return log.stream()
                .map(MADE::matcher)
                .filter(Matcher::matches)
                .flatMap(
                        line -> NAMES_OF_VMIDS.stream().flatMap(name -> Optional.ofNullable(line.group(name)).stream()))
                .filter(vmid -> !vmid.equals(source))
                .findFirst()
                .map(Integer::valueOf);
    }
}
