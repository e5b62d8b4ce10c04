package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.tasks.TasksApi.LogQuery;
import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What the logs of failed tasks say where their exit status says nothing, such as `QEMU exited with code 1`. A log
/// does not change after the task's end, so it is read once.
public final class FailureReasons {

    private static final int MAX_REMEMBERED_TASKS = 1000;
    private static final int MAX_LOG_LINES = 2000;
    private static final int MAX_REASON_CHARACTERS = 200;

    private static final Pattern SAYS_NOTHING = Pattern.compile(
            "job errors|.*exited with code \\d+|.*exit code \\d+|startup for container '\\d+' failed|Some guests"
                    + " failed.*");

    /// What follows from the error, or is printed whatever happens.
    private static final Pattern NOISE = Pattern.compile(
            "\\s*|TASK ERROR.*|INFO: .*|STUB .*|task started by .*|.*network script \\S+ failed.*|lxc-start: .*"
                    + "|Can't exec .*");

    /// Words of a line that says what is wrong.
    private static final Pattern TELLS = Pattern.compile(
            "(?i).*(?:does not exist|could not|can't|cannot|unable to|denied|not found|no space|allowed per|WARN: ).*");

    private final Proxmox api;
    private final Map<String, Optional<String>> remembered = new ConcurrentHashMap<>();

    public FailureReasons(Proxmox api) {
        this.api = api;
    }

    /// The exit status of a failed task, and the last line of its log that tells more where the status does not.
    ///
    /// @param asks whether a log that was not read yet may be read now
    public String of(Task task, boolean asks) {
        String status = task.exitStatus().map(UntrustedText::marked).orElse("it ended without an exit status");
        Optional<String> log = needsLog(task) ? line(task, asks) : Optional.empty();
        return log.map(line -> status + "; its log: " + UntrustedText.marked(line))
                .orElse(status);
    }

    /// Whether its exit status does not say why it failed.
    public static boolean needsLog(Task task) {
        return task.exitStatus()
                .filter(status -> SAYS_NOTHING.matcher(status).matches())
                .isPresent();
    }

    private Optional<String> line(Task task, boolean asks) {
        Optional<String> known = remembered.get(task.upid());
        if (known != null || !asks) {
            return known == null ? Optional.empty() : known;
        }
        try {
            List<LogLine> log = api.tasks()
                    .log(
                            task.node(),
                            Upid.parse(task.upid()),
                            new LogQuery(Optional.of(0), Optional.of(MAX_LOG_LINES)));
            Optional<String> telling = telling(log.stream().map(LogLine::text).toList());
            if (remembered.size() >= MAX_REMEMBERED_TASKS) {
                remembered.clear();
            }
            remembered.put(task.upid(), telling);
            return telling;
        } catch (ProxmoxException _) {
            return Optional.empty();
        }
    }

    /// Of a backup job the last error that names a guest; of others the last line that says what is wrong, or else the
    /// last one that is no noise.
    static Optional<String> telling(List<String> log) {
        List<String> lines = log.reversed().stream()
                .filter(line -> !NOISE.matcher(line).matches())
                .toList();
        return first(lines, line -> line.startsWith("ERROR: ") && line.length() > "ERROR: ".length())
                .or(() -> first(lines, line -> TELLS.matcher(line).matches()))
                .or(() -> first(lines, _ -> true))
                .map(String::strip)
                .map(line ->
                        line.length() <= MAX_REASON_CHARACTERS ? line : line.substring(0, MAX_REASON_CHARACTERS) + "…");
    }

    private static Optional<String> first(List<String> lines, Predicate<String> which) {
        return lines.stream().filter(which).findFirst();
    }
}
