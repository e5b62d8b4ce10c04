package io.github.proxmoxmcp.server.tools.cluster;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.CLUSTER;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.NODES;
import static io.github.proxmoxmcp.server.tool.Privileges.STORAGES;

import io.github.proxmoxmcp.persistence.ClusterFacts;
import io.github.proxmoxmcp.persistence.ClusterStore.Counts;
import io.github.proxmoxmcp.persistence.NodeGauges;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.sync.SyncHealth;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.EachCluster;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.Overview;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.Units;
import io.github.proxmoxmcp.server.tool.Untrusted;
import io.github.proxmoxmcp.server.tools.task.TaskTools;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The cluster and its nodes.
public final class ClusterTools {

    private static final List<Column<NodeState>> NODE_COLUMNS = List.of(
            Column.of("node", state -> state.node().name()),
            Column.of("status", state -> state.node().status()),
            Column.of("cpus", state -> state.node().cpus()),
            Column.of("cpu_pct", state -> Units.percent(state.gauges().flatMap(NodeGauges::cpuFraction))),
            Column.of("mem_gib", state -> Units.gib(state.node().memoryBytes())),
            Column.of(
                    "mem_pct",
                    state -> Units.percent(
                            state.gauges().flatMap(NodeGauges::memoryUsedBytes),
                            state.node().memoryBytes())),
            Column.of(
                    "root_disk_pct",
                    state -> Units.percent(
                            state.gauges().flatMap(NodeGauges::rootDiskUsedBytes),
                            state.gauges().flatMap(NodeGauges::rootDiskBytes))),
            Column.of(
                    "uptime",
                    state -> state.gauges().flatMap(NodeGauges::uptimeSeconds).map(Units::duration)),
            Column.of("version", state -> state.details().map(details -> details.version())),
            Column.sparse("ip", state -> state.node().ip()),
            Column.sparse("unknown_since", state -> state.validity().unknownSince()));

    private static final double FULL = 0.85;

    private static final int FAILED_SHOWN = 5;
    private static final int MAX_TASKS = 1000;

    private final Readings readings;

    public ClusterTools(Readings readings) {
        this.readings = readings;
    }

    /// Arguments of `get_cluster_status`.
    record GetClusterStatus(Optional<ClusterName> cluster, Optional<MomentText> at, Optional<Fresh> fresh) {}

    /// What it answers.
    ///
    /// @param quorate absent where it could not be told
    /// @param fullStorages storages that are more than 85 % full
    /// @param failedTasksShown how many of the failed tasks these are, where not all
    /// @param sync how this program's own reading of the cluster fares, where not all goes well
    record ClusterStatus(
            String cluster,
            @Untrusted Optional<String> name,
            Optional<Boolean> quorate,
            Table nodes,
            Map<String, String> vms,
            Map<String, String> containers,
            long templates,
            Optional<Long> guestsUnknown,
            Table fullStorages,
            Table failedTasksLastDay,
            Optional<String> failedTasksShown,
            Optional<String> sync)
            implements Overview {

        @Override
        public Map<String, Object> overview() {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("cluster", cluster);
            quorate.ifPresent(yes -> row.put("quorate", yes));
            int status = nodes.columns().indexOf("status");
            row.put(
                    "nodes_online",
                    nodes.rows().stream()
                                    .filter(node -> "online".equals(node.get(status)))
                                    .count()
                            + " of " + nodes.rows().size());
            row.put("vms", counted(vms));
            row.put("containers", counted(containers));
            row.put("templates", templates);
            row.put("full_storages", fullStorages.rows().size());
            row.put(
                    "failed_tasks_last_day",
                    failedTasksShown
                            .map(shown -> shown.replaceFirst("^[0-9]+ of ([0-9]+).*", "$1"))
                            .orElse(String.valueOf(failedTasksLastDay.rows().size())));
            guestsUnknown.ifPresent(unknown -> row.put("guests_unknown", unknown));
            sync.ifPresent(troubles -> row.put("sync", troubles));
            return row;
        }

        private static String counted(Map<String, String> counts) {
            return counts.isEmpty()
                    ? "none"
                    : counts.entrySet().stream()
                            .map(count -> count.getValue() + " " + count.getKey())
                            .collect(Collectors.joining(" "));
        }
    }

    @EachCluster
    @Tool(
            name = "get_cluster_status",
            title = "Cluster status",
            description =
                    "Overview of the cluster: quorum, nodes with load, guests by status, storages nearly full, tasks"
                            + " that failed in the last 24 hours. Start here.",
            effect = READ,
            needs = {CLUSTER, NODES, GUESTS, STORAGES})
    Answer<ClusterStatus> getClusterStatus(GetClusterStatus request) {
        Reading reading = readings.open(request.cluster(), request.at(), request.fresh());
        String cluster = reading.cluster().name();
        Optional<ClusterFacts> facts = reading.store().clusters().get(cluster, reading.moment());
        Page<Task> failed = failedTasks(reading);
        Counts counts = reading.store().clusters().counts(cluster, reading.moment());
        return reading.answer(new ClusterStatus(
                reading.clusterName(),
                facts.flatMap(ClusterFacts::name),
                facts.flatMap(ClusterFacts::quorate),
                Table.of(reading.nodes(), NODE_COLUMNS),
                texts(counts.vms()),
                texts(counts.containers()),
                counts.templates(),
                Optional.of(counts.unknown()).filter(unknown -> unknown > 0),
                fullStorages(reading),
                Table.of(failed.rows(), failedColumns(reading)),
                Optional.of(failed)
                        .filter(page -> page.total() > page.rows().size())
                        .map(page ->
                                page.rows().size() + " of " + page.total() + "; list_tasks outcome=failed shows all"),
                reading.moment() instanceof Moment.Now ? troubles(reading) : Optional.empty()));
    }

    private static Optional<String> troubles(Reading reading) {
        SyncHealth health = reading.cluster().sync().health();
        if (health.failures().isEmpty() && health.retried() == 0) {
            return Optional.empty();
        }
        long failed =
                health.failures().values().stream().mapToLong(Long::longValue).sum();
        SortedMap<String, Long> calls = reading.cluster().api().answered();
        return Optional.of("last success "
                + reading.sync()
                        .asOf()
                        .map(at -> Units.duration(Math.max(
                                        0, Duration.between(at, reading.now()).toSeconds())) + " ago")
                        .orElse("never")
                + ", " + failed + " of " + health.cycles() + " cycles failed" + listed(health.failures())
                + ", calls by status" + listed(calls)
                + (health.retried() > 0 ? ", " + health.retried() + " guests to be read again" : "")
                + ", next try in "
                + Math.max(0, Duration.between(reading.now(), health.nextTry()).toSeconds()) + " s");
    }

    private static String listed(Map<String, Long> counts) {
        return counts.isEmpty()
                ? ""
                : new TreeMap<>(counts)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    /// Arguments of `list_nodes`.
    record ListNodes(Optional<ClusterName> cluster, Optional<MomentText> at, Optional<Fresh> fresh) {}

    @EachCluster
    @Tool(
            name = "list_nodes",
            title = "List nodes",
            description = "All nodes with status, CPU and memory in use, uptime, version and address.",
            effect = READ,
            needs = NODES)
    Answer<Listing> listNodes(ListNodes request) {
        Reading reading = readings.open(request.cluster(), request.at(), request.fresh());
        List<NodeState> nodes = reading.nodes();
        return reading.answer(Listing.whole(Table.of(nodes, NODE_COLUMNS)));
    }

    /// A shared storage is there once per node: one row is enough.
    private static Table fullStorages(Reading reading) {
        List<StorageState> full = reading.storages().stream()
                .filter(state -> share(state).filter(used -> used > FULL).isPresent())
                .collect(Collectors.toMap(
                        state -> state.storage().shared()
                                ? state.storage().name()
                                : state.storage().name() + "@" + state.storage().node(),
                        Function.identity(),
                        (first, _) -> first))
                .values()
                .stream()
                .sorted(Comparator.comparing(
                        state -> state.storage().name() + state.storage().node()))
                .toList();
        return Table.of(
                full,
                List.of(
                        Column.of("storage", state -> state.storage().name()),
                        Column.of(
                                "node",
                                state -> state.storage().shared()
                                        ? "all"
                                        : state.storage().node()),
                        Column.of("used_pct", state -> Units.percent(share(state)))));
    }

    private static Optional<Double> share(StorageState state) {
        return state.gauges()
                .flatMap(gauges -> gauges.usedBytes()
                        .flatMap(used ->
                                gauges.totalBytes().filter(total -> total > 0).map(total -> (double) used / total)));
    }

    /// The newest that had failed by the moment that is asked about. The same columns as of all tasks, but the result
    /// says what the log does where it says nothing itself.
    private static List<Column<Task>> failedColumns(Reading reading) {
        boolean asks =
                reading.moment() instanceof Moment.Now && reading.sync().error().isEmpty();
        return TaskTools.COLUMNS.stream()
                .map(column -> column.name().equals("result")
                        ? Column.<Task>of(
                                "result", task -> reading.cluster().failures().of(task, asks))
                        : column)
                .toList();
    }

    private static Page<Task> failedTasks(Reading reading) {
        Instant at = reading.moment() instanceof Moment.At(Instant then) ? then : reading.now();
        boolean now = reading.moment() instanceof Moment.Now;
        Page<Task> page = reading.store()
                .tasks()
                .list(new TaskQuery(
                        reading.cluster().name(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(TaskQuery.Outcome.FAILED),
                        Optional.of(at.minus(Duration.ofHours(24))),
                        Optional.empty(),
                        now ? FAILED_SHOWN : MAX_TASKS));
        if (now) {
            return page;
        }
        List<Task> then = page.rows().stream()
                .filter(task -> task.endedAt().filter(end -> !end.isAfter(at)).isPresent())
                .toList();
        return new Page<>(then.stream().limit(FAILED_SHOWN).toList(), then.size(), Optional.empty());
    }

    private static Map<String, String> texts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> String.valueOf(entry.getValue()), (a, _) -> a, TreeMap::new));
    }
}
