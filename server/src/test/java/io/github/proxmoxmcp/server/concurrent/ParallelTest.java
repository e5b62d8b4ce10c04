package io.github.proxmoxmcp.server.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.caller.CallerContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ParallelTest {

    @Test
    void answersComeInTheOrderOfTheThingsWhicheverIsReadyFirst() {
        CountDownLatch second = new CountDownLatch(1);

        List<String> answers = Parallel.map(List.of("first", "second"), thing -> {
            if (thing.equals("second")) {
                second.countDown();
            } else {
                await(second);
            }
            return thing + "!";
        });

        assertThat(answers).containsExactly("first!", "second!");
    }

    @Test
    void aCallThatFailsFailsAsItWasThrownWhenAllOthersAreDone() {
        CountDownLatch other = new CountDownLatch(1);

        assertThatThrownBy(() -> Parallel.map(List.of(1, 2), thing -> {
                    if (thing == 1) {
                        throw new IllegalArgumentException("no such thing");
                    }
                    other.countDown();
                    return thing;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such thing");
        assertThat(other.getCount()).isZero();
    }

    @Test
    void whoIsInterruptedGetsFewerAnswersAndStaysInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();

        List<Integer> answers = Parallel.map(List.of(1, 2), thing -> {
            await(never);
            return thing;
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(answers).isEmpty();
    }

    @Test
    void eachCallIsMadeForWhomTheThreadWorks() {
        List<Optional<String>> askers =
                CallerContext.as("somebody", true, () -> Parallel.map(List.of(1, 2), _ -> CallerContext.who()));

        assertThat(askers).containsExactly(Optional.of("somebody"), Optional.of("somebody"));
        assertThat(Parallel.map(List.of(1), _ -> CallerContext.who())).containsExactly(Optional.empty());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
