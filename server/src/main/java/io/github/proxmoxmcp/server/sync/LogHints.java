package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogEntry;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogQuery;
import io.github.proxmoxmcp.persistence.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Guests that the cluster's log says were changed. A configuration that is changed without a task, on a running guest,
/// shows nowhere else (PVE.md, "Who changed a configuration without a task").
final class LogHints {

    private static final Logger LOG = LoggerFactory.getLogger(LogHints.class);

    /// `update VM 100: -memory 768`
    private static final Pattern CHANGE = Pattern.compile("^([a-z]+) (?:VM|CT) (\\d{3,9})\\b");

    private static final LogQuery LATEST = new LogQuery(Optional.of(200));

    private final Proxmox api;
    private Set<String> seen = Set.of();
    private boolean first = true;

    LogHints(Proxmox api) {
        this.api = api;
    }

    /// What the log says of guests.
    ///
    /// @param guests those that lines since the last call name; none at the first call
    /// @param deeds the lines that tell of a change without a task, as if they were tasks that ended at once
    /// @param told whether there were lines at all: without Sys.Syslog one sees one's own only
    record News(Set<Integer> guests, List<Task> deeds, boolean told) {

        static final News NONE = new News(Set.of(), List.of(), false);
    }

    News read() {
        try {
            List<LogEntry> lines = api.cluster().log(LATEST);
            Set<Integer> guests = new HashSet<>();
            List<Task> deeds = new ArrayList<>();
            for (LogEntry line : first ? List.<LogEntry>of() : lines) {
                Matcher found = CHANGE.matcher(line.msg());
                if (!seen.contains(key(line)) && found.find()) {
                    guests.add(Integer.valueOf(found.group(2)));
                    deed(line, found).ifPresent(deeds::add);
                }
            }
            seen = lines.stream().map(LogHints::key).collect(Collectors.toSet());
            first = false;
            return new News(guests, deeds, !lines.isEmpty());
        } catch (ProxmoxException e) {
            LOG.debug("the cluster's log could not be read: {}", e.getMessage());
            return News.NONE;
        }
    }

    /// Only `update` has no task of its own.
    private static Optional<Task> deed(LogEntry line, Matcher found) {
        return line.user()
                .filter(user -> user.contains("@") && found.group(1).equals("update"))
                .map(user -> new Task(
                        "log:" + key(line).replace(' ', '_'),
                        line.node(),
                        found.group(1),
                        Optional.of(found.group(2)),
                        user,
                        line.time(),
                        Optional.of(line.time()),
                        Optional.of(line.msg())));
    }

    private static String key(LogEntry line) {
        return line.id().orElse("") + "@" + line.time().getEpochSecond() + ":" + line.msg();
    }
}
