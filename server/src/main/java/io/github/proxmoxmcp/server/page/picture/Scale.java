package io.github.proxmoxmcp.server.page.picture;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The time that a picture is of. Moments become places in it in percent of its width, so that it fits every screen and
/// its words keep their size.
public record Scale(Instant from, Instant to) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int MAX_TICKS = 6;
    private static final double EDGE = 6;

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(28),
            Duration.ofDays(91));

    private static final DateTimeFormatter SECOND = format("HH:mm:ss");
    private static final DateTimeFormatter MINUTE = format("HH:mm");
    private static final DateTimeFormatter DAY = format("d MMM");

    /// A time at least a minute long, so that there is something to draw.
    public Scale {
        if (Duration.between(from, to).compareTo(SHORTEST) < 0) {
            from = to.minus(SHORTEST);
        }
    }

    /// A place on the axis.
    ///
    /// @param anchor where its label stands, in the words of SVG
    /// @param minor whether a narrow screen goes without it
    public record Tick(double at, String label, String anchor, boolean minor) {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /// Where a moment is, from 0 to 100; one outside is at the edge.
    public double at(Instant moment) {
        double share = (double) Duration.between(from, moment).toMillis()
                / Duration.between(from, to).toMillis();
        return Math.round(Math.clamp(share, 0, 1) * 100_000) / 1000.0;
    }

    public boolean has(Instant moment) {
        return !moment.isBefore(from) && !moment.isAfter(to);
    }

    /// Round moments, a few of them.
    public List<Tick> ticks() {
        long length = Duration.between(from, to).toSeconds();
        long step = STEPS.stream()
                .map(Duration::toSeconds)
                .filter(each -> length / each <= MAX_TICKS)
                .findFirst()
                .orElseGet(() -> length / MAX_TICKS);
        List<Tick> ticks = new ArrayList<>();
        for (long second = (from.getEpochSecond() / step + 1) * step; second <= to.getEpochSecond(); second += step) {
            Instant moment = Instant.ofEpochSecond(second);
            double at = at(moment);
            ticks.add(new Tick(
                    at,
                    label(moment, step),
                    at < EDGE ? "start" : at > 100 - EDGE ? "end" : "middle",
                    ticks.size() % 2 == 1));
        }
        return ticks;
    }

    private static String label(Instant moment, long step) {
        long day = Duration.ofDays(1).toSeconds();
        if (step >= day || moment.getEpochSecond() % day == 0) {
            return DAY.format(moment);
        }
        return (step % 60 == 0 ? MINUTE : SECOND).format(moment);
    }
}
