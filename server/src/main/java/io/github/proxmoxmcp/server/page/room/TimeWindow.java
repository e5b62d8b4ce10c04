package io.github.proxmoxmcp.server.page.room;

import io.github.proxmoxmcp.server.page.picture.Scale;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The time that is scrubbed over, and how finely its changes are counted.
public record TimeWindow(Span span, Instant from, Instant to) {

    /// How many places a slider has.
    public static final int POSITIONS = 1_000;

    /// How long it is.
    public enum Span {
        HOUR(Duration.ofHours(1), Duration.ofMinutes(1)),
        DAY(Duration.ofDays(1), Duration.ofMinutes(10)),
        WEEK(Duration.ofDays(7), Duration.ofHours(1)),
        MONTH(Duration.ofDays(31), Duration.ofDays(1)),
        YEAR(Duration.ofDays(366), Duration.ofDays(1));

        private final Duration length;
        private final Duration part;

        Span(Duration length, Duration part) {
            this.length = length;
            this.part = part;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public Duration length() {
            return length;
        }

        /// How finely changes are counted.
        Duration part() {
            return part;
        }

        static Optional<Span> of(String word) {
            return Arrays.stream(values())
                    .filter(span -> span.word().equals(word))
                    .findFirst();
        }
    }

    /// The one that ends at `until`; without it the latest that has the moment.
    static TimeWindow of(Span span, Instant moment, Instant now, Optional<Instant> until) {
        Instant middle = moment.plus(span.length.dividedBy(2));
        Instant latest = moment.isBefore(now.minus(span.length)) && middle.isBefore(now) ? middle : now;
        Instant to = until.filter(end -> !moment.isAfter(end) && moment.isAfter(end.minus(span.length)))
                .orElse(moment.isAfter(latest) ? moment : latest);
        return ending(span, to);
    }

    static TimeWindow ending(Span span, Instant to) {
        return new TimeWindow(span, to.minus(span.length), to);
    }

    public Scale scale() {
        return new Scale(from, to);
    }

    /// Where the slider stands for a moment.
    public long position(Instant moment) {
        return Math.round(scale().at(moment) / 100 * POSITIONS);
    }

    /// The moment at a place of the slider, to the second.
    Instant at(long position) {
        long millis = Duration.between(from, to).toMillis();
        return from.plusMillis(millis * Math.clamp(position, 0, POSITIONS) / POSITIONS)
                .truncatedTo(ChronoUnit.SECONDS);
    }
}
