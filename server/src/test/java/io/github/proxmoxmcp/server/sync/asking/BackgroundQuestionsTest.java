package io.github.proxmoxmcp.server.sync.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundQuestionsTest {

    private final BackgroundQuestions questions = new BackgroundQuestions("demo");
    private final LinkedBlockingQueue<String> rounds = new LinkedBlockingQueue<>();
    private final Semaphore answered = new Semaphore(0);

    @AfterEach
    void close() {
        questions.close();
    }

    private void round(String name) {
        rounds.add(name + " begins");
        answered.acquireUninterruptibly();
        rounds.add(name + " ends");
    }

    @Test
    void aRoundIsNotBegunWhileAnotherIsUnderWay() throws InterruptedException {
        questions.begin(() -> round("one"));
        assertThat(rounds.take()).isEqualTo("one begins");
        questions.begin(() -> round("two"));
        answered.release(2);
        assertThat(rounds.take()).isEqualTo("one ends");

        questions.close();

        assertThat(rounds).isEmpty();
    }

    @Test
    void whoDoesNotWaitLongEnoughIsLetGoAndTheQuestionGoesOn() throws InterruptedException {
        questions.ask(() -> round("slow"), Duration.ofMillis(1));
        answered.release();

        assertThat(rounds.take()).isEqualTo("slow begins");
        assertThat(rounds.take()).isEqualTo("slow ends");
    }

    @Test
    void aGuestThatIsJustBeingAskedIsNotAskedAgainAndAnotherOneIs() throws InterruptedException {
        questions.askSoon(100, () -> round("one"));
        assertThat(rounds.take()).isEqualTo("one begins");
        questions.askSoon(100, () -> round("again"));
        questions.askSoon(101, () -> round("two"));
        assertThat(rounds.take()).isEqualTo("two begins");
        answered.release(2);

        assertThat(List.of(rounds.take(), rounds.take())).containsExactlyInAnyOrder("one ends", "two ends");
        questions.close();
        assertThat(rounds).isEmpty();
    }

    @Test
    void aQuestionThatFailsFailsAsItWasThrown() {
        assertThatThrownBy(() -> questions.ask(
                        () -> {
                            throw new IllegalArgumentException("no such guest");
                        },
                        Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such guest");
    }

    @Test
    void nothingIsBegunOnceItIsOver() {
        questions.close();

        questions.begin(() -> round("late"));

        assertThat(questions.isOver()).isTrue();
        assertThat(rounds).isEmpty();
    }
}
