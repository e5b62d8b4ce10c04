package io.github.proxmoxmcp.server.tools.cluster;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.RrdQuery;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestQuery;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.server.cluster.NameCheck;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The running guests that have the most load, compared by their past.
public final class BusiestGuests {

    /// How many guests are compared: each costs a call.
    private static final int MAX_GUESTS = 200;

    private static final int DEFAULT_TOP = 5;

    private BusiestGuests() {}

    private record Compared(Guest guest, Figure.Summary summary) {}

    static MetricSeries of(
            Reading reading, MetricTools.GetMetrics request, RrdQuery query, MetricTools.Top by, List<String> missing) {
        request.node().ifPresent(node -> NameCheck.node(reading, node));
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
                        by == MetricTools.Top.MEMORY ? GuestQuery.Sort.MEMORY : GuestQuery.Sort.CPU,
                        Optional.empty(),
                        MAX_GUESTS,
                        reading.moment()));
        if (running.total() > running.rows().size()) {
            missing.add("only the " + running.rows().size() + " of " + running.total()
                    + " running guests that have the most load now were compared");
        }
        Figure figure = Figure.OF_GUESTS.stream()
                .filter(one -> one.name().equals(by.figure()))
                .findFirst()
                .orElseThrow();
        List<Compared> compared = compare(reading, running.rows(), query, figure, missing);
        List<Compared> best = compared.stream()
                .sorted(Comparator.comparingDouble(
                                (Compared one) -> one.summary().average())
                        .reversed())
                .limit(request.limit().map(Limit::value).orElse(DEFAULT_TOP))
                .toList();
        List<Column<Compared>> columns = new ArrayList<>(List.of(
                Column.of("vmid", one -> one.guest().vmid()),
                Column.of("name", one -> one.guest().name()),
                Column.of("node", one -> one.guest().node())));
        MetricSeries.columns().stream()
                .skip(1)
                .forEach(column -> columns.add(Column.of(
                        figure.name() + "_" + column.name(),
                        one -> column.value().apply(one.summary()))));
        return new MetricSeries(
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

    private record Read(Guest guest, Optional<Figure.Summary> summary, Optional<String> failure) {}

    private static List<Compared> compare(
            Reading reading, List<GuestState> guests, RrdQuery query, Figure figure, List<String> missing) {
        Proxmox api = reading.cluster().api();
        List<Read> reads = Parallel.map(guests, state -> read(api, state.guest(), query, figure));
        List<Compared> compared = reads.stream()
                .flatMap(read -> read.summary().map(summary -> new Compared(read.guest(), summary)).stream())
                .toList();
        List<String> failures =
                reads.stream().flatMap(read -> read.failure().stream()).toList();
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

    private static Read read(Proxmox api, Guest guest, RrdQuery query, Figure figure) {
        try {
            return new Read(guest, figure.summary(MetricTools.points(api, guest, query)), Optional.empty());
        } catch (ProxmoxException e) {
            return new Read(guest, Optional.empty(), Optional.of(guest.vmid() + ": " + e.text()));
        }
    }
}
