package io.github.proxmoxmcp.server.resource;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.tasks.TasksApi.LogQuery;
import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.persistence.StateSnapshot;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.resource.ResourceDefinition.Concern;
import io.github.proxmoxmcp.server.resource.ResourceDefinition.Form;
import io.github.proxmoxmcp.server.resource.ResourceDefinition.Read;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Questions;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.Untrusted;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What of a cluster can be read by its address. Most of it is what a tool answers.
public final class ClusterResources {

    /// So many lines of a task's log are shown: the last ones, where it says how it ended.
    private static final int LOG_LINES = 200;

    private final Readings readings;
    private final Questions questions;

    public ClusterResources(Readings readings, Questions questions) {
        this.readings = readings;
        this.questions = questions;
    }

    /// All of them.
    public List<ResourceDefinition> definitions() {
        return List.of(
                text(
                        Addresses.STATUS,
                        "status",
                        "Cluster status",
                        "Quorum, nodes, guests by status, full storages, failed tasks.",
                        ChangeFilter::cluster,
                        at -> ask("get_cluster_status", at, Map.of())),
                text(
                        Addresses.NODES,
                        "nodes",
                        "Nodes",
                        "All nodes with load, uptime, version and address.",
                        ChangeFilter::nodes,
                        at -> ask("list_nodes", at, Map.of())),
                text(
                        Addresses.NODE,
                        "node",
                        "One node",
                        "A node and the guests on it.",
                        ChangeFilter::node,
                        this::node),
                text(
                        Addresses.GUEST,
                        "guest",
                        "One guest",
                        "A VM or container by vmid or name: state, disks, network cards, addresses, snapshots, notes.",
                        ChangeFilter::guest,
                        at -> ask("get_guest", at, Map.of("guest", value(at, "guest")))),
                new ResourceDefinition(
                        new UriTemplate(Addresses.CONFIG),
                        "guest_config",
                        "Configuration of a guest",
                        "Every key of a guest's configuration, secrets removed.",
                        Form.JSON,
                        Optional.of(ChangeFilter::guest),
                        this::config),
                text(
                        Addresses.HISTORY,
                        "guest_history",
                        "History of a guest",
                        "What changed on a guest, newest first, with who and which task where known.",
                        ChangeFilter::guest,
                        this::history),
                text(
                        Addresses.STORAGE,
                        "storage",
                        "One storage",
                        "A storage on each node that has it: type, content, size and use.",
                        ChangeFilter::storage,
                        this::storage),
                new ResourceDefinition(
                        new UriTemplate(Addresses.TASK),
                        "task",
                        "Log of a task",
                        "How a task ended, and its log.",
                        Form.TEXT,
                        Optional.empty(),
                        this::task),
                new ResourceDefinition(
                        new UriTemplate(Addresses.SNAPSHOT),
                        "snapshot",
                        "State at a named moment",
                        "The cluster's status as it was when a state snapshot was taken.",
                        Form.TEXT,
                        Optional.empty(),
                        this::snapshot));
    }

    private static ResourceDefinition text(
            String uri, String name, String title, String description, Concern concern, Read read) {
        return new ResourceDefinition(
                new UriTemplate(uri), name, title, description, Form.TEXT, Optional.of(concern), read);
    }

    private Answer<?> node(Map<String, String> at) {
        Reading reading = reading(at);
        String node = value(at, "node");
        List<String> names =
                reading.nodes().stream().map(state -> state.node().name()).toList();
        known("node", node, names);
        return questions
                .ask("get_node", with(at, Map.of("node", node)))
                .orElseGet(() -> query(
                        at,
                        "select n.name as node, n.status, n.version, g.vmid, g.kind, g.name,"
                                + " g.status as guest_status from nodes n left join guests g on g.node = n.name"
                                + " where n.name = " + quoted(node) + " order by g.vmid"));
    }

    /// A guest's configuration by key.
    record GuestConfig(
            int vmid,
            @Untrusted Optional<String> name,
            Map<String, UntrustedText> config,
            Optional<UntrustedText> notes) {}

    private Answer<GuestConfig> config(Map<String, String> at) {
        Reading reading = reading(at);
        var guest = GuestFinder.find(reading, guest(at)).guest();
        SortedMap<String, String> config = new TreeMap<>(reading.guests()
                .config(guest.vmid())
                .orElseThrow(() -> new ToolException.Unavailable("The configuration of guest " + guest.vmid()
                        + " was not read yet; ask again in a few seconds")));
        Optional<UntrustedText> notes =
                Optional.ofNullable(config.remove("description")).map(UntrustedText::new);
        Map<String, UntrustedText> marked = new LinkedHashMap<>();
        config.forEach((key, value) -> marked.put(key, new UntrustedText(value)));
        return reading.answer(new GuestConfig(guest.vmid(), guest.name(), marked, notes));
    }

    private Answer<?> history(Map<String, String> at) {
        int vmid = GuestFinder.find(reading(at), guest(at)).guest().vmid();
        return questions
                .ask("get_history", with(at, Map.of("guest", String.valueOf(vmid))))
                .orElseGet(() -> query(
                        at,
                        "select at, event, field, before, after, user, task_type from changes"
                                + " where kind = 'guest' and vmid = " + vmid + " order by at desc, field"));
    }

    private Answer<?> storage(Map<String, String> at) {
        Reading reading = reading(at);
        String storage = value(at, "storage");
        List<String> names = reading.storages().stream()
                .map(state -> state.storage().name())
                .distinct()
                .toList();
        known("storage", storage, names);
        return questions
                .ask("list_storage", with(at, Map.of("storage", storage)))
                .orElseGet(() -> query(
                        at,
                        "select name, node, type, content, shared, status, total_bytes, used_bytes,"
                                + " unknown_since from storages where name = " + quoted(storage) + " order by node"));
    }

    /// A task and its log.
    ///
    /// @param result Proxmox's own words; absent while it runs
    record TaskLog(
            String upid,
            @Untrusted String type,
            @Untrusted Optional<String> target,
            @Untrusted String node,
            @Untrusted String user,
            Instant started,
            Optional<Instant> ended,
            @Untrusted Optional<String> result,
            Optional<UntrustedText> log) {}

    private Answer<TaskLog> task(Map<String, String> at) {
        Reading reading = reading(at);
        String text = value(at, "task");
        Task task = reading.store()
                .tasks()
                .get(reading.cluster().name(), text)
                .orElseThrow(() -> new ToolException.NotFound("There is no task '" + UntrustedText.line(text)
                        + "' in the memory of cluster '" + reading.clusterName() + "'; list_tasks shows the UPIDs"));
        try {
            List<LogLine> lines = reading.cluster().api().tasks().log(task.node(), Upid.parse(text), LogQuery.after(0));
            String log = lines.stream()
                    .skip(Math.max(0, lines.size() - LOG_LINES))
                    .map(LogLine::text)
                    .collect(Collectors.joining("\n"));
            Answer<TaskLog> answer = reading.answer(log(task, Optional.of(new UntrustedText(log))));
            return lines.size() <= LOG_LINES
                    ? answer
                    : answer.without("the first " + (lines.size() - LOG_LINES) + " lines of the log are left out");
        } catch (ProxmoxException e) {
            return reading.answer(log(task, Optional.empty())).without("the log could not be read: " + e.getMessage());
        }
    }

    private static TaskLog log(Task task, Optional<UntrustedText> log) {
        return new TaskLog(
                task.upid(),
                task.type(),
                task.target(),
                task.node(),
                task.user(),
                task.startedAt(),
                task.endedAt(),
                task.exitStatus(),
                log);
    }

    private Answer<?> snapshot(Map<String, String> at) {
        Reading reading = reading(at);
        String name = value(at, "snapshot");
        known(
                "state snapshot",
                name,
                reading.stateSnapshots().stream().map(StateSnapshot::name).toList());
        return ask("get_cluster_status", at, Map.of("at", name));
    }

    private Answer<?> query(Map<String, String> at, String sql) {
        return ask("query_state", at, Map.of("sql", sql, "limit", "100"));
    }

    private Answer<?> ask(String tool, Map<String, String> at, Map<String, String> arguments) {
        // Without a cluster of this name there is nothing to ask, whether or not tools can choose one.
        var _ = readings.cluster(Optional.of(new ClusterName(value(at, "cluster"))));
        return questions
                .ask(tool, with(at, arguments))
                .orElseThrow(() -> new IllegalStateException("no tool " + tool + " with " + arguments.keySet()));
    }

    private Reading reading(Map<String, String> at) {
        return readings.now(Optional.of(new ClusterName(value(at, "cluster"))));
    }

    private static Map<String, String> with(Map<String, String> at, Map<String, String> arguments) {
        Map<String, String> all = new LinkedHashMap<>(arguments);
        all.put("cluster", value(at, "cluster"));
        return all;
    }

    private static GuestRef guest(Map<String, String> at) {
        try {
            return new GuestRef(value(at, "guest"));
        } catch (IllegalArgumentException e) {
            throw new ToolException.BadArgument("'guest' " + e.getMessage());
        }
    }

    private static String value(Map<String, String> at, String variable) {
        return Optional.ofNullable(at.get(variable)).orElseThrow();
    }

    /// A name that was found in the memory, as SQL's text.
    private static String quoted(String name) {
        return "'" + name.replace("'", "''") + "'";
    }

    private static void known(String what, String name, List<String> names) {
        if (!names.contains(name)) {
            throw new ToolException.NotFound("There is no " + what + " '" + UntrustedText.line(name) + "'; there "
                    + (names.isEmpty() ? "is none" : "are " + String.join(", ", names)));
        }
    }
}
