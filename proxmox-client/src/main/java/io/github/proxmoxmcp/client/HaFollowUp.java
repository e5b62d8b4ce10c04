package io.github.proxmoxmcp.client;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterApi;
import io.github.proxmoxmcp.client.tasks.TaskEntry;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The real task behind `hastart`, `hastop` and `hamigrate`: these only ask the HA manager and always end well; what it
/// then does, seconds later, maybe on another node, is a task of its own that may fail.
final class HaFollowUp {

    /// The manager looks about every ten seconds; when nothing has come by then, there was nothing to do.
    static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Map<String, Set<String>> REAL = Map.of(
            "hastart", Set.of("qmstart", "vzstart"),
            "hastop", Set.of("qmstop", "qmshutdown", "vzstop", "vzshutdown"),
            "hamigrate", Set.of("qmigrate", "vzmigrate"));

    private final ClusterApi cluster;

    HaFollowUp(ClusterApi cluster) {
        this.cluster = cluster;
    }

    static boolean isExpectedOf(Upid request) {
        return REAL.containsKey(request.type());
    }

    /// The first such task of the guest since it was asked for, if there is one by now and it can be seen.
    Optional<Upid> find(Upid request) {
        Set<String> types = REAL.getOrDefault(request.type(), Set.of());
        return latest().stream()
                .filter(task -> types.contains(task.type())
                        && task.id().equals(Optional.of(request.id()))
                        && !task.starttime().isBefore(request.starttime()))
                .min(Comparator.comparing(TaskEntry::starttime))
                .map(TaskEntry::upid);
    }

    /// A cluster that is away for a while, as it may be when high availability is at work, is asked again.
    private List<TaskEntry> latest() {
        try {
            return cluster.tasks();
        } catch (ProxmoxException.NodeUnreachable | ProxmoxException.ClusterUnreachable | ProxmoxException.Timeout _) {
            return List.of();
        }
    }
}
