package io.github.proxmoxmcp.server.page.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Over which time one scrubs.
final class TimeWindowTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void ofTheLatestTimeItEndsNow() {
        TimeWindow window = TimeWindow.of(TimeWindow.Span.DAY, NOW.minusSeconds(7_200), NOW, Optional.empty());

        assertThat(window.to()).isEqualTo(NOW);
        assertThat(window.from()).isEqualTo(NOW.minus(Duration.ofDays(1)));
    }

    @Test
    void aMomentLongAgoIsInItsMiddle() {
        Instant moment = NOW.minus(Duration.ofDays(90));

        TimeWindow window = TimeWindow.of(TimeWindow.Span.WEEK, moment, NOW, Optional.empty());

        assertThat(window.position(moment)).isEqualTo(500);
        assertThat(window.at(500)).isEqualTo(moment);
    }

    @Test
    void itStaysWhereItWasWhileTheMomentIsInIt() {
        Instant until = NOW.minusSeconds(600);

        assertThat(TimeWindow.of(TimeWindow.Span.HOUR, NOW.minusSeconds(900), NOW, Optional.of(until))
                        .to())
                .isEqualTo(until);
        assertThat(TimeWindow.of(TimeWindow.Span.HOUR, NOW, NOW, Optional.of(until))
                        .to())
                .isEqualTo(NOW);
    }

    @Test
    void noPlaceOfTheSliderIsOutside() {
        TimeWindow window = TimeWindow.of(TimeWindow.Span.HOUR, NOW, NOW, Optional.empty());

        assertThat(window.at(-7)).isEqualTo(window.from());
        assertThat(window.at(Long.MAX_VALUE)).isEqualTo(window.to());
        assertThat(window.at(250)).isEqualTo(NOW.minusSeconds(2_700));
    }
}
