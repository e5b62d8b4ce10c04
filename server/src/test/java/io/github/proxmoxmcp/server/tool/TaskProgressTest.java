package io.github.proxmoxmcp.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Clients put a call aside that says nothing for twenty seconds or more.
class TaskProgressTest {

    private static final Instant BEGUN = Instant.parse("2026-12-01T10:00:00Z");

    private final List<String> told = new ArrayList<>();
    private Instant now = BEGUN;
    private final TaskProgress progress =
            new TaskProgress((done, _, message) -> told.add((int) done + " " + message), () -> now);

    @Test
    void saysThatItStillWaitsWhereATaskWritesNothing() {
        for (int second = 1; second <= 100; second++) {
            now = BEGUN.plusSeconds(second);
            progress.waiting();
        }

        assertThat(told)
                .containsExactly(
                        "1 still waiting, after 15 s",
                        "2 still waiting, after 30 s",
                        "3 still waiting, after 45 s",
                        "4 still waiting, after 60 s",
                        "5 still waiting, after 75 s",
                        "6 still waiting, after 90 s");
    }

    @Test
    void aLineOfTheTaskIsEnoughForAWhile() {
        now = BEGUN.plusSeconds(14);
        progress.line("25% of 8 GiB");
        now = BEGUN.plusSeconds(28);
        progress.waiting();
        now = BEGUN.plusSeconds(29);
        progress.waiting();

        assertThat(told).containsExactly("1 25% of 8 GiB", "2 still waiting, after 29 s");
    }

    @Test
    void whoDoesNotListenEndsNothing() {
        TaskProgress unheard = new TaskProgress(
                (_, _, _) -> {
                    throw new IllegalStateException("gone");
                },
                () -> now);

        unheard.line("25%");
        now = now.plus(Duration.ofMinutes(1));
        unheard.waiting();

        assertThat(told).isEmpty();
    }
}
