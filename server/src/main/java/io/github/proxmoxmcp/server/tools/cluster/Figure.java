package io.github.proxmoxmcp.server.tools.cluster;

import io.github.proxmoxmcp.client.guest.RrdPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/// A figure that Proxmox keeps the past of. What was not measured is absent, never 0.
///
/// @param name with its unit
public record Figure(String name, Function<RrdPoint, OptionalDouble> value) {

    private static final double GIB = 1L << 30;
    private static final double KIB = 1L << 10;

    private static final Figure CPU = scaled("cpu_pct", "cpu", 100);

    /// Of virtual machines and containers: `cpu` is the share of all its cores.
    static final List<Figure> OF_GUESTS = List.of(
            CPU,
            scaled("mem_gib", "mem", 1 / GIB),
            share("mem_pct", "mem", "maxmem"),
            scaled("net_in_kib_s", "netin", 1 / KIB),
            scaled("net_out_kib_s", "netout", 1 / KIB),
            scaled("disk_read_kib_s", "diskread", 1 / KIB),
            scaled("disk_write_kib_s", "diskwrite", 1 / KIB));

    static final List<Figure> OF_NODES = List.of(
            CPU,
            scaled("iowait_pct", "iowait", 100),
            scaled("load", "loadavg", 1),
            scaled("mem_gib", "memused", 1 / GIB),
            share("mem_pct", "memused", "memtotal"),
            share("swap_pct", "swapused", "swaptotal"),
            share("root_disk_pct", "rootused", "roottotal"),
            scaled("net_in_kib_s", "netin", 1 / KIB),
            scaled("net_out_kib_s", "netout", 1 / KIB));

    static final List<Figure> OF_STORAGES = List.of(
            scaled("used_gib", "used", 1 / GIB),
            scaled("total_gib", "total", 1 / GIB),
            share("used_pct", "used", "total"));

    private static Figure scaled(String name, String field, double factor) {
        return new Figure(name, point -> {
            OptionalDouble value = point.get(field);
            return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
        });
    }

    private static Figure share(String name, String part, String whole) {
        return new Figure(name, point -> {
            double all = point.get(whole).orElse(0);
            OptionalDouble used = point.get(part);
            return used.isPresent() && all > 0
                    ? OptionalDouble.of(used.getAsDouble() / all * 100)
                    : OptionalDouble.empty();
        });
    }

    /// What became of it over time.
    ///
    /// @param trend average of the last quarter minus that of the first
    record Summary(String name, double min, double average, double p95, double max, Optional<Double> trend) {}

    /// Absent when it was never measured.
    Optional<Summary> summary(List<RrdPoint> points) {
        List<Double> values = values(points);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        List<Double> sorted = values.stream().sorted().toList();
        return Optional.of(new Summary(
                name,
                sorted.getFirst(),
                average(values).orElseThrow(),
                sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1),
                sorted.getLast(),
                trend(points)));
    }

    private Optional<Double> trend(List<RrdPoint> points) {
        int quarter = points.size() / 4;
        OptionalDouble first = average(values(points.subList(0, quarter)));
        OptionalDouble last = average(values(points.subList(points.size() - quarter, points.size())));
        return first.isPresent() && last.isPresent()
                ? Optional.of(last.getAsDouble() - first.getAsDouble())
                : Optional.empty();
    }

    /// Averages of so many equal spans of time, the oldest first.
    List<Optional<Double>> series(List<RrdPoint> points, int spans) {
        List<Optional<Double>> series = new ArrayList<>();
        for (int i = 0; i < spans; i++) {
            List<RrdPoint> span = points.subList(points.size() * i / spans, points.size() * (i + 1) / spans);
            series.add(average(values(span)).stream().boxed().findFirst());
        }
        return series;
    }

    List<Double> values(List<RrdPoint> points) {
        return points.stream()
                .map(value)
                .flatMap(one -> one.isPresent() ? Stream.of(one.getAsDouble()) : Stream.empty())
                .toList();
    }

    private static OptionalDouble average(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average();
    }
}
