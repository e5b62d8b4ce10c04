package io.github.proxmoxmcp.server.tools.cluster;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.NODES;
import static io.github.proxmoxmcp.server.tool.Privileges.STORAGES;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.RrdPoint;
import io.github.proxmoxmcp.client.guest.RrdQuery;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.NameCheck;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Range;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tools.guest.GuestTools;
import io.github.proxmoxmcp.server.tools.storage.StorageRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The past of what fluctuates, as Proxmox keeps it.
public final class MetricTools {

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

    /// The figures that guests are compared by.
    enum Top {
        CPU("cpu_pct"),
        MEMORY("mem_gib"),
        NETWORK("net_in_kib_s"),
        DISK("disk_write_kib_s");

        private final String figure;

        Top(String figure) {
            this.figure = figure;
        }

        String figure() {
            return figure;
        }
    }

    /// Arguments of `get_metrics`.
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

    @Tool(
            name = "get_metrics",
            title = "Load over time",
            description =
                    "CPU (percent of its cores), memory, network, disk of a guest or node, or usage of a storage: min,"
                            + " average, p95, max and trend (last quarter minus first). Or the top guests. Read live.",
            effect = READ,
            needs = {GUESTS, NODES, STORAGES})
    Answer<MetricSeries> getMetrics(GetMetrics request) {
        Reading reading = readings.now(request.cluster());
        RrdQuery query = new RrdQuery(
                Names.snake(request.timeframe().orElse(Timeframe.DAY).name()), Optional.of("AVERAGE"));
        List<String> missing = new ArrayList<>();
        MetricSeries metrics = request.top()
                .map(by -> BusiestGuests.of(reading, request, query, by, missing))
                .orElseGet(() -> one(reading, request, query));
        return new Answer<>(metrics, Optional.of(reading.now()), Optional.of(0L), missing);
    }

    private static MetricSeries one(Reading reading, GetMetrics request, RrdQuery query) {
        Proxmox api = reading.cluster().api();
        if (request.guest().isPresent()) {
            Guest guest = GuestFinder.find(reading, request.guest().get()).guest();
            return MetricSeries.of(
                    GuestTools.label(guest),
                    query,
                    live(() -> points(api, guest, query)),
                    Figure.OF_GUESTS,
                    request.points());
        }
        request.node().ifPresent(node -> NameCheck.node(reading, node));
        if (request.storage().isPresent()) {
            Storage storage = StorageRows.one(reading, request.storage().get(), request.node());
            return MetricSeries.of(
                    StorageRows.scope(storage),
                    query,
                    live(() -> api.volumes().rrddata(storage.node(), storage.name(), query)),
                    Figure.OF_STORAGES,
                    request.points());
        }
        String node = request.node()
                .orElseThrow(() -> new ToolException.BadArgument(
                        "get_metrics: give 'guest', 'node' or 'storage', or 'top' to compare guests"));
        return MetricSeries.of(
                node, query, live(() -> api.nodeSystem().rrddata(node, query)), Figure.OF_NODES, request.points());
    }

    static List<RrdPoint> points(Proxmox api, Guest guest, RrdQuery query) {
        return api.guest(GuestType.of(guest.kind() == GuestKind.CONTAINER), guest.node(), guest.vmid())
                .rrddata(query);
    }

    private static <T> T live(Supplier<T> call) {
        try {
            return call.get();
        } catch (ProxmoxException.ClusterUnreachable | ProxmoxException.NodeUnreachable | ProxmoxException.Timeout e) {
            throw new ToolException.Unavailable("Figures of the past are only in the cluster, and it does not answer: "
                    + e.getMessage() + ". The last known load is in list_vms, list_containers and list_nodes.");
        }
    }
}
