package io.github.proxmoxmcp.persistence.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

    /// A Monday, 12:30 in Berlin.
    private static final Instant NOW = Instant.parse("2026-11-23T11:30:00Z");

    private static Moment parse(String text) {
        return Moments.parse(
                text,
                ZoneId.of("Europe/Berlin"),
                NOW,
                name -> name.equals("Before-upgrade")
                        ? Optional.of(Instant.parse("2026-11-01T00:00:00Z"))
                        : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:00:00Z, 2026-11-20T10:00:00Z",
        "2026-11-20T10:00:00.123Z, 2026-11-20T10:00:00.123Z",
        "2026-11-20T10:00:00+02:00, 2026-11-20T08:00:00Z",
        "2026-11-20T10:00, 2026-11-20T09:00:00Z",
        "2026-07-20T10:00, 2026-07-20T08:00:00Z",
        "2026-11-20 10:00, 2026-11-20T09:00:00Z",
        "2026-11-20 10:00:30, 2026-11-20T09:00:30Z",
        "2026-11-20, 2026-11-19T23:00:00Z",
        "today, 2026-11-22T23:00:00Z",
        "yesterday, 2026-11-21T23:00:00Z",
        "yesterday 14:00, 2026-11-22T13:00:00Z",
        "yesterday at 9:05, 2026-11-22T08:05:00Z",
        "last monday, 2026-11-15T23:00:00Z",
        "friday, 2026-11-19T23:00:00Z",
        "last friday 18:00, 2026-11-20T17:00:00Z",
        "11:00, 2026-11-23T10:00:00Z",
        "23:00, 2026-11-22T22:00:00Z",
        "90s ago, 2026-11-23T11:28:30Z",
        "30min ago, 2026-11-23T11:00:00Z",
        "2h ago, 2026-11-23T09:30:00Z",
        "2 hours ago, 2026-11-23T09:30:00Z",
        "3 days ago, 2026-11-20T11:30:00Z",
        "40 days ago, 2026-10-14T10:30:00Z",
        "1 week ago, 2026-11-16T11:30:00Z",
        "2 months ago, 2026-09-23T10:30:00Z",
        "Before-upgrade, 2026-11-01T00:00:00Z",
    })
    void readsMomentsAsPeopleSayThem(String text, Instant expected) {
        Moment moment = parse(text);

        assertThat(moment).isEqualTo(Moment.at(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2 parsecs ago",
                "2026-13-01",
                "2026-11-20T25:00",
                "yesterday 25:00",
                "before-upgrade",
                "last christmas"
            })
    void saysWhichFormsThereAre(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("2h ago")
                .hasMessageContaining("state snapshot");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "now",
                "NOW",
                "yesterday",
                "last monday",
                "2h ago",
                "2026-11-20",
                "2026-99-99",
                "14:00",
                "2026-11-20T10:00"
            })
    void reservesTheWordsForMoments(String name) {
        assertThat(Moments.isReserved(name)).isTrue();
    }

    @Test
    void tellsNowFromTheTimeThatItIs() {
        assertThat(parse(" Now ")).isEqualTo(Moment.now());
    }

    @Test
    void leavesOtherNamesToSnapshots() {
        assertThat(Moments.isReserved("before-upgrade")).isFalse();
        assertThat(Moments.isReserved("nowhere")).isFalse();
        assertThat(Moments.isReserved("v2026-11")).isFalse();
    }
}
