package io.github.proxmoxmcp.server.sync.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import io.github.proxmoxmcp.server.sync.guest.TaskHints.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Which guests that are listed no more are gone, by values only.
class RemovalCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final TaskHints DESTROYED = new TaskHints(true, true, false, true, Start.NONE);

    private static Unlisted unlisted(int vmid, Optional<Answer> config, TaskHints tasks) {
        return new Unlisted(vmid, config, tasks, false);
    }

    private static RemovalCheck judge(boolean quorate, Unlisted... guests) {
        return RemovalCheck.judge(NOW, List.of(guests), quorate, 40, Optional.empty());
    }

    /// `quorum-lost`: without a quorum the file system of the configurations may be empty.
    @Test
    void aMissingConfigurationProvesNothingWithoutAQuorum() {
        Unlisted guest = unlisted(100, Optional.of(new Answer.Missing()), TaskHints.NONE);

        assertThat(judge(true, guest).gone()).containsExactly(100);
        assertThat(judge(false, guest).gone()).isEmpty();
    }

    /// `node-down`: nobody can tell.
    @Test
    void aGuestOfANodeThatDoesNotAnswerStays() {
        assertThat(judge(true, unlisted(100, Optional.empty(), DESTROYED)).gone())
                .isEmpty();
    }

    @Test
    void aGuestOfANodeThatWasRemovedIsGone() {
        assertThat(judge(true, new Unlisted(100, Optional.empty(), TaskHints.NONE, true))
                        .gone())
                .containsExactly(100);
    }

    /// `token-loses-privilege`: it is there, and the token may not see it.
    @Test
    void aGuestThatIsClosedToTheTokenIsHiddenAndNotGoneUnlessItWasDestroyed() {
        RemovalCheck hidden = judge(true, unlisted(100, Optional.of(new Answer.Closed()), TaskHints.NONE));
        RemovalCheck destroyed = judge(true, unlisted(100, Optional.of(new Answer.Closed()), DESTROYED));

        assertThat(hidden.gone()).isEmpty();
        assertThat(hidden.hidden()).containsExactly(100);
        assertThat(destroyed.gone()).containsExactly(100);
        assertThat(destroyed.hidden()).isEmpty();
    }

    @Test
    void aConfigurationThatIsFoundOrUnreadableIsNoRemoval() {
        assertThat(judge(true, unlisted(100, Optional.of(new Answer.Unreadable(true)), TaskHints.NONE))
                        .gone())
                .isEmpty();
    }

    @Test
    void manyThatNobodyDestroyedAreKeptForFiveMinutesAndThoseThatWereDestroyedAreNot() {
        List<Unlisted> all = IntStream.rangeClosed(100, 109)
                .mapToObj(vmid ->
                        unlisted(vmid, Optional.of(new Answer.Missing()), vmid == 100 ? DESTROYED : TaskHints.NONE))
                .toList();

        RemovalCheck first = RemovalCheck.judge(NOW, all, true, 40, Optional.empty());
        RemovalCheck later = RemovalCheck.judge(NOW.plus(Duration.ofMinutes(4)), all, true, 40, first.manyGoneSince());
        RemovalCheck last = RemovalCheck.judge(NOW.plus(Duration.ofMinutes(5)), all, true, 40, later.manyGoneSince());

        assertThat(first.gone()).containsExactly(100);
        assertThat(later.gone()).containsExactly(100);
        assertThat(later.manyGoneSince()).contains(NOW);
        assertThat(last.gone()).hasSize(10);
        assertThat(RemovalCheck.judge(NOW, List.of(), true, 40, first.manyGoneSince())
                        .manyGoneSince())
                .isEmpty();
    }

    /// A fifth of the guests may go at once in a large cluster.
    @Test
    void whatIsManyDependsOnHowManyThereAre() {
        List<Unlisted> ten = IntStream.rangeClosed(100, 109)
                .mapToObj(vmid -> unlisted(vmid, Optional.of(new Answer.Missing()), TaskHints.NONE))
                .toList();

        assertThat(RemovalCheck.judge(NOW, ten, true, 50, Optional.empty()).gone())
                .hasSize(10);
        assertThat(RemovalCheck.judge(NOW, ten, true, 49, Optional.empty()).gone())
                .isEmpty();
    }
}
