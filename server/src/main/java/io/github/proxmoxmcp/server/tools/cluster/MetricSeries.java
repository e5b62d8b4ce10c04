package io.github.proxmoxmcp.server.tools.cluster;

import io.github.proxmoxmcp.client.guest.RrdPoint;
import io.github.proxmoxmcp.client.guest.RrdQuery;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The answer of `get_metrics`.
///
/// @param stepSeconds one sample is the average over so long; the maximum is that of the averages
/// @param samplesMissing moments of which nothing was measured; they count nowhere
public record MetricSeries(
        String of,
        String timeframe,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Long> stepSeconds,
        Optional<Integer> samples,
        Optional<Integer> samplesMissing,
        Table summary,
        Optional<Table> series) {

    /// Of one thing: each figure that was measured, and a series of so many points where one is wanted.
    static MetricSeries of(
            String of, RrdQuery query, List<RrdPoint> points, List<Figure> figures, Optional<Integer> spans) {
        List<Figure> measured = figures.stream()
                .filter(figure -> !figure.values(points).isEmpty())
                .toList();
        int samples = (int) points.stream()
                .filter(point -> measured.stream()
                        .anyMatch(figure -> figure.value().apply(point).isPresent()))
                .count();
        return new MetricSeries(
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

    static List<Column<Figure.Summary>> columns() {
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
}
