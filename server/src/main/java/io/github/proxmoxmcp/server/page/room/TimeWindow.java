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
        HOUR(Duration.ofHours(1), 16, Duration.ofMinutes(1), ":00Z"),
        DAY(Duration.ofDays(1), 15, Duration.ofMinutes(10), "0:00Z"),
        WEEK(Duration.ofDays(7), 13, Duration.ofHours(1), ":00:00Z"),
        MONTH(Duration.ofDays(31), 10, Duration.ofDays(1), "T00:00:00Z"),
        YEAR(Duration.ofDays(366), 10, Duration.ofDays(1), "T00:00:00Z");

        private final Duration length;

        /// Of a moment as ISO 8601, so many characters name the part that it is in.
        final int characters;

        final Duration part;
        private final String rest;

        Span(Duration length, int characters, Duration part, String rest) {
            this.length = length;
            this.characters = characters;
            this.part = part;
            this.rest = rest;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public Duration length() {
            return length;
        }

        /// When a part begins.
        Instant begin(String prefix) {
            return Instant.parse(prefix + rest);
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
