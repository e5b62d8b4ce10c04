package io.github.proxmoxmcp.server.page.picture;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// How much changed when: a column for each part of a time in which something did.
public record Activity(Scale scale, List<Column> columns, long most, long total) {

    /// @param moment its end, when everything of it had happened
    public record Column(double left, double width, double height, long count, Instant moment, String title) {}

    /// @param counts of the parts that begin at these moments
    /// @param part how long each is
    public static Activity of(Scale scale, Map<Instant, Long> counts, Duration part) {
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        List<Column> columns = counts.entrySet().stream()
                .filter(entry -> entry.getKey().plus(part).isAfter(scale.from())
                        && entry.getKey().isBefore(scale.to()))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> column(scale, entry.getKey(), entry.getValue(), most, part))
                .toList();
        return new Activity(
                scale, columns, most, columns.stream().mapToLong(Column::count).sum());
    }

    private static Column column(Scale scale, Instant begin, long count, long most, Duration part) {
        Instant end = begin.plus(part);
        double left = scale.at(begin);
        return new Column(
                left,
                Math.max(0.4, scale.at(end) - left),
                Math.max(4, (double) Math.round(100.0 * count / most)),
                count,
                end.isAfter(scale.to()) ? scale.to() : end.minusMillis(1),
                count + (count == 1 ? " change" : " changes") + " from " + LifeEvent.when(begin) + " to "
                        + LifeEvent.when(end));
    }
}
