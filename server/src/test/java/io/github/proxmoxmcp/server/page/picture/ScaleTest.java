package io.github.proxmoxmcp.server.page.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where moments are in a picture.
final class ScaleTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void whatIsOutsideIsAtTheEdge() {
        Scale scale = new Scale(NOON.minusSeconds(3_600), NOON);

        assertThat(scale.at(NOON.minusSeconds(900))).isEqualTo(75.0);
        assertThat(scale.at(NOON.minusSeconds(7_200))).isZero();
        assertThat(scale.at(NOON.plusSeconds(1))).isEqualTo(100.0);
        assertThat(scale.has(NOON.plusSeconds(1))).isFalse();
    }

    @Test
    void theShortestTimeIsAMinute() {
        assertThat(new Scale(NOON, NOON).from()).isEqualTo(NOON.minusSeconds(60));
    }

    @Test
    void ticksAreFewAndRoundWhateverTheTime() {
        assertThat(new Scale(NOON.minus(Duration.ofHours(24)), NOON).ticks())
                .extracting(Scale.Tick::label)
                .containsExactly("18:00", "20 Nov", "06:00", "12:00");
        assertThat(new Scale(NOON.minus(Duration.ofMinutes(1)), NOON).ticks())
                .extracting(Scale.Tick::label)
                .containsExactly("11:59:15", "11:59:30", "11:59:45", "12:00:00");
        for (int days : new int[] {1, 3, 10, 40, 100, 400, 4_000}) {
            assertThat(new Scale(NOON.minus(Duration.ofDays(days)), NOON).ticks())
                    .hasSizeBetween(2, 7);
        }
    }

    @Test
    void theTallestColumnIsWhereMostChanged() {
        Activity activity = Activity.of(
                new Scale(NOON.minus(Duration.ofHours(10)), NOON),
                Map.of(NOON.minus(Duration.ofHours(5)), 40L, NOON.minus(Duration.ofHours(1)), 10L),
                Duration.ofHours(1));

        assertThat(activity.total()).isEqualTo(50);
        assertThat(activity.columns())
                .extracting(Activity.Column::left, Activity.Column::width, Activity.Column::height)
                .containsExactly(tuple(50.0, 10.0, 100.0), tuple(90.0, 10.0, 25.0));
        assertThat(activity.columns().getFirst().title())
                .isEqualTo("40 changes from 2026-11-20 07:00:00 UTC to 2026-11-20 08:00:00 UTC");
    }
}
