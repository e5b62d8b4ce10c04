package io.github.proxmoxmcp.server.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.acting.Acknowledgement;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final Instant GIVEN = NOW.minus(Duration.ofHours(1));
    private static final Instant BEFORE = NOW.minus(Duration.ofDays(1));

    @Test
    void holdsForTheProblemThatItWasGivenFor() {
        assertThat(given(Optional.empty()).of(problem(Severity.WARNING, Optional.of(BEFORE))))
                .isPresent();
        assertThat(given(Optional.empty()).of(problem(Severity.WARNING, Optional.empty())))
                .isPresent();
        assertThat(given(Optional.empty())
                        .of(new Problem(
                                Severity.WARNING, Area.DISK, "another", "evidence", Optional.of(BEFORE), "next")))
                .isEmpty();
        assertThat(given(Optional.empty())
                        .of(new Problem(
                                Severity.WARNING, Area.STORAGE, "sdd", "evidence", Optional.of(BEFORE), "next")))
                .isEmpty();
    }

    @Test
    void endsWhenTheProblemGetsWorseAndNotWhenItGetsBetter() {
        assertThat(given(Optional.empty()).of(problem(Severity.CRITICAL, Optional.of(BEFORE))))
                .isEmpty();
        assertThat(given(Optional.empty()).of(problem(Severity.INFO, Optional.of(BEFORE))))
                .isPresent();
    }

    @Test
    void isNotOfTheSameProblemThatBeganAnew() {
        assertThat(given(Optional.empty()).of(problem(Severity.WARNING, Optional.of(GIVEN.plusSeconds(1)))))
                .isEmpty();
    }

    @Test
    void endsWithItsTime() {
        Problem problem = problem(Severity.WARNING, Optional.of(BEFORE));

        assertThat(given(Optional.of(NOW.plusSeconds(1))).of(problem)).isPresent();
        assertThat(given(Optional.of(NOW)).of(problem)).isEmpty();
    }

    @Test
    void isToldWithWhoWhenWhyAndHowLong() {
        Problem problem = problem(Severity.WARNING, Optional.of(BEFORE));

        assertThat(Acknowledgements.words(
                        given(Optional.of(NOW.plusSeconds(1))).of(problem).orElseThrow()))
                .isEqualTo("by anna at 2026-12-01T09:00:00Z: a disk is ordered; until 2026-12-01T10:00:01Z");
        assertThat(Acknowledgements.words(given(Optional.empty()).of(problem).orElseThrow()))
                .endsWith("; until it is gone or worse");
    }

    private static Problem problem(Severity severity, Optional<Instant> since) {
        return new Problem(severity, Area.DISK, "sdd", "evidence", since, "next");
    }

    private static Acknowledgements given(Optional<Instant> until) {
        return new Acknowledgements(
                List.of(new Acknowledgement(
                        "lab", "disk", "sdd", "warning", "anna", "a disk is ordered", GIVEN, until)),
                NOW);
    }
}
