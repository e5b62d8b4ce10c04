package io.github.proxmoxmcp.server.tools;

import static io.github.proxmoxmcp.server.tool.Effect.READ;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.guest.RrdPoint;
import io.github.proxmoxmcp.client.guest.RrdQuery;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestKind;
import io.github.proxmoxmcp.persistence.GuestQuery;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Page;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.GuestRef;
import io.github.proxmoxmcp.server.cluster.Known;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Range;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The past of what fluctuates, as Proxmox keeps it.
public final class MetricTools {

    /// As many guests as are compared with each other at the most: each costs a call.
    private static final int MOST_GUESTS = 200;

    private static final int USUAL_TOP = 5;

    private final Readings readings;

    public MetricTools(Readings readings) {
        this.readings = readings;
    }

    /// How far back.
    enum Timeframe {
        HOUR,
        DAY,
        WEEK,
        MONTH,
        YEAR
    }

    /// What guests are compared by.
    enum Top {
        CPU("cpu_pct"),
        MEMORY("mem_gib"),
        NETWORK("net_in_kib_s"),
        DISK("disk_write_kib_s");

        private final String figure;

        Top(String figure) {
            this.figure = figure;
        }
    }

    /// What `get_metrics` takes.
    record GetMetrics(
            Optional<ClusterName> cluster,
            Optional<GuestRef> guest,
            Optional<String> node,

            @Describe("with 'node' where it is not shared") Optional<String> storage,

            @Describe("running guests (of 'node') by it") Optional<Top> top,

            @Describe("default day") Optional<Timeframe> timeframe,

            @Describe("also a series of so many points") @Range(min = 2, max = 60)
            Optional<Integer> points,

            Optional<Limit> limit) {}

    /// What it answers.
    ///
    /// @param stepSeconds one sample is the average over so long; the maximum is that of the averages
    /// @param samplesMissing moments of which nothing was measured; they count nowhere
    record Metrics(
            String of,
            String timeframe,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<Long> stepSeconds,
            Optional<Integer> samples,
            Optional<Integer> samplesMissing,
            Table summary,
            Optional<Table> series) {}

    @Tool(
            name = "get_metrics",
            title = "Load over time",
            description =
                    "CPU (percent of its cores), memory, network, disk of a guest or node, or usage of a storage: min,"
                            + " average, p95, max and trend (last quarter minus first). Or the top guests. Read live.",
            effect = READ)
    Answer<Metrics> getMetrics(GetMetrics request) {
        Reading reading = readings.now(request.cluster().map(ClusterName::value), Optional.empty());
        RrdQuery query = new RrdQuery(
                Names.snake(request.timeframe().orElse(Timeframe.DAY).name()), Optional.of("AVERAGE"));
        List<String> missing = new ArrayList<>();
        Metrics metrics = request.top()
                .map(by -> top(reading, request, query, by, missing))
                .orElseGet(() -> one(reading, request, query));
        return new Answer<>(metrics, Optional.of(reading.now()), Optional.of(0L), missing);
    }

    private static Metrics one(Reading reading, GetMetrics request, RrdQuery query) {
        Proxmox api = reading.cluster().api();
        if (request.guest().isPresent()) {
            Guest guest = GuestFinder.find(reading, request.guest().get()).guest();
            return of(
                    GuestTools.label(guest),
                    query,
                    live(() -> points(api, guest, query)),
                    Figure.OF_GUESTS,
                    request.points());
        }
        request.node().ifPresent(node -> Known.node(reading, node));
        if (request.storage().isPresent()) {
            String storage = request.storage().get();
            String node = node(reading, storage, request.node());
            return of(
                    storage + "@" + node,
                    query,
                    live(() -> api.volumes().rrddata(node, storage, query)),
                    Figure.OF_STORAGES,
                    request.points());
        }
        String node = request.node()
                .orElseThrow(() -> new ToolException.BadArgument(
                        "get_metrics: give 'guest', 'node' or 'storage', or 'top' to compare guests"));
        return of(node, query, live(() -> api.nodeSystem().rrddata(node, query)), Figure.OF_NODES, request.points());
    }

    /// A node that has the storage; where each has its own, the caller must say which.
    private static String node(Reading reading, String storage, Optional<String> wanted) {
        Known.storage(reading, storage);
        List<StorageState> there = reading
                .store()
                .storages()
                .list(reading.cluster().name(), reading.moment())
                .stream()
                .filter(state -> state.storage().name().equals(storage))
                .filter(state -> wanted.map(state.storage().node()::equals).orElse(true))
                .toList();
        if (there.isEmpty()) {
            throw new ToolException.NotFound("Storage '" + storage + "' is not on node '" + wanted.orElse("") + "'");
        }
        if (there.size() > 1 && !there.getFirst().storage().shared()) {
            throw new ToolException.BadArgument("get_metrics: each node has its own storage '" + storage
                    + "'; give 'node', one of "
                    + String.join(
                            ", ",
                            there.stream().map(state -> state.storage().node()).toList()));
        }
        return there.stream()
                .filter(state -> state.validity().unknownSince().isEmpty())
                .findFirst()
                .orElse(there.getFirst())
                .storage()
                .node();
    }

    private static List<RrdPoint> points(Proxmox api, Guest guest, RrdQuery query) {
        return guest.kind() == GuestKind.VM
                ? api.qemuLifecycle().rrddata(guest.node(), guest.vmid(), query)
                : api.lxcLifecycle().rrddata(guest.node(), guest.vmid(), query);
    }

    private static <T> T live(Supplier<T> call) {
        try {
            return call.get();
        } catch (ProxmoxException.ClusterUnreachable | ProxmoxException.NodeUnreachable | ProxmoxException.Timeout e) {
            throw new ToolException.Unavailable("Figures of the past are only in the cluster, and it does not answer: "
                    + e.getMessage() + ". The last known load is in list_vms, list_containers and list_nodes.");
        }
    }

    private static Metrics of(
            String of, RrdQuery query, List<RrdPoint> points, List<Figure> figures, Optional<Integer> spans) {
        List<Figure> measured = figures.stream()
                .filter(figure -> !figure.values(points).isEmpty())
                .toList();
        int samples = (int) points.stream()
                .filter(point -> measured.stream()
                        .anyMatch(figure -> figure.value().apply(point).isPresent()))
                .count();
        return new Metrics(
                of,
                query.timeframe(),
                points.stream().findFirst().map(RrdPoint::time),
                points.isEmpty()
                        ? Optional.empty()
                        : Optional.of(points.getLast().time()),
                points.size() < 2
                        ? Optional.empty()
                        : Optional.of(Duration.between(
                                        points.get(0).time(), points.get(1).time())
                                .toSeconds()),
                Optional.of(samples),
                Optional.of(points.size() - samples).filter(count -> count > 0),
                Table.of(
                        measured.stream()
                                .flatMap(figure -> figure.summary(points).stream())
                                .toList(),
                        columns()),
                spans.map(count -> series(points, measured, Math.min(count, points.size()))));
    }

    private static List<Column<Figure.Summary>> columns() {
        return List.of(
                Column.of("figure", Figure.Summary::name),
                Column.of("min", Figure.Summary::min),
                Column.of("average", Figure.Summary::average),
                Column.of("p95", Figure.Summary::p95),
                Column.of("max", Figure.Summary::max),
                Column.of("trend", Figure.Summary::trend));
    }

    private static Table series(List<RrdPoint> points, List<Figure> figures, int spans) {
        List<List<Optional<Double>>> series =
                figures.stream().map(figure -> figure.series(points, spans)).toList();
        List<Column<Integer>> columns = Stream.concat(
                        Stream.of(Column.<Integer>of(
                                "from",
                                span -> points.get(points.size() * span / spans).time())),
                        IntStream.range(0, figures.size())
                                .mapToObj(i -> Column.<Integer>of(
                                        figures.get(i).name(),
                                        span -> series.get(i).get(span))))
                .toList();
        return Table.of(IntStream.range(0, spans).boxed().toList(), columns);
    }

    private record Compared(Guest guest, Figure.Summary summary) {}

    private static Metrics top(Reading reading, GetMetrics request, RrdQuery query, Top by, List<String> missing) {
        request.node().ifPresent(node -> Known.node(reading, node));
        Page<GuestState> running = reading.store()
                .guests()
                .list(new GuestQuery(
                        reading.cluster().name(),
                        Optional.empty(),
                        request.node(),
                        Optional.of("running"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(false),
                        by == Top.MEMORY ? GuestQuery.Sort.MEMORY : GuestQuery.Sort.CPU,
                        Optional.empty(),
                        MOST_GUESTS,
                        reading.moment()));
        if (running.total() > running.rows().size()) {
            missing.add("only the " + running.rows().size() + " of " + running.total()
                    + " running guests that have the most load now were compared");
        }
        Figure figure = Figure.OF_GUESTS.stream()
                .filter(one -> one.name().equals(by.figure))
                .findFirst()
                .orElseThrow();
        List<Compared> compared = compare(reading, running.rows(), query, figure, missing);
        List<Compared> best = compared.stream()
                .sorted(Comparator.comparingDouble(
                                (Compared one) -> one.summary().average())
                        .reversed())
                .limit(request.limit().map(Limit::value).orElse(USUAL_TOP))
                .toList();
        List<Column<Compared>> columns = new ArrayList<>(List.of(
                Column.of("vmid", one -> one.guest().vmid()),
                Column.of("name", one -> one.guest().name()),
                Column.of("node", one -> one.guest().node())));
        columns().stream()
                .skip(1)
                .forEach(column -> columns.add(Column.of(
                        figure.name() + "_" + column.name(),
                        one -> column.value().apply(one.summary()))));
        return new Metrics(
                "top " + best.size() + " of " + compared.size() + " running guests by " + figure.name() + " average",
                query.timeframe(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Table.of(best, columns),
                Optional.empty());
    }

    /// How many calls are in flight at once is the client's limit.
    private static List<Compared> compare(
            Reading reading, List<GuestState> guests, RrdQuery query, Figure figure, List<String> missing) {
        Proxmox api = reading.cluster().api();
        List<Compared> compared = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Figure.Summary>>> calls = guests.stream()
                    .map(state -> threads.submit(() -> figure.summary(points(api, state.guest(), query))))
                    .toList();
            for (int i = 0; i < calls.size(); i++) {
                Guest guest = guests.get(i).guest();
                try {
                    calls.get(i).get().ifPresent(summary -> compared.add(new Compared(guest, summary)));
                } catch (ExecutionException e) {
                    failures.add(guest.vmid() + ": " + e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (compared.isEmpty() && !failures.isEmpty()) {
            throw new ToolException.Unavailable(
                    "Figures of the past are only in the cluster, and it does not tell them: " + failures.getFirst());
        }
        if (!failures.isEmpty()) {
            missing.add(
                    "figures of " + failures.size() + " guests could not be read; the first: " + failures.getFirst());
        }
        return compared;
    }
}
