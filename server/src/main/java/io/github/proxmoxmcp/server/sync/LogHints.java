package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogEntry;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogQuery;
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
    private static final Pattern CHANGE = Pattern.compile("^[a-z]+ (?:VM|CT) (\\d{3,9})\\b");

    private static final LogQuery LATEST = new LogQuery(Optional.of(200));

    private final Proxmox api;
    private Set<String> seen = Set.of();
    private boolean first = true;

    LogHints(Proxmox api) {
        this.api = api;
    }

    /// The guests that lines since the last call name; none at the first call, and none where the token may not read
    /// the log (Sys.Syslog).
    Set<Integer> changed() {
        try {
            List<LogEntry> lines = api.cluster().log(LATEST);
            Set<Integer> changed = first
                    ? Set.of()
                    : lines.stream()
                            .filter(line -> !seen.contains(key(line)))
                            .map(line -> CHANGE.matcher(line.msg()))
                            .filter(Matcher::find)
                            .map(found -> Integer.valueOf(found.group(1)))
                            .collect(Collectors.toSet());
            seen = lines.stream().map(LogHints::key).collect(Collectors.toSet());
            first = false;
            return changed;
        } catch (ProxmoxException e) {
            LOG.debug("the cluster's log could not be read: {}", e.getMessage());
            return Set.of();
        }
    }

    private static String key(LogEntry line) {
        return line.id().orElse("") + line.time() + line.msg();
    }
}
