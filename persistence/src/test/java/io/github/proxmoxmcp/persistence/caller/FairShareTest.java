package io.github.proxmoxmcp.persistence.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairShareTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void finish() throws InterruptedException {
        end.countDown();
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
        }
    }

    @Test
    void oneAskerHasNotAllTurnsAndIsToldSo() {
        FairShare shares = new FairShare(3, 2, Duration.ZERO);
        start(shares, "greedy", end);
        start(shares, "greedy", end);
        assertBegun("greedy", "greedy");

        assertThatThrownBy(() -> take(shares, "greedy"))
                .isInstanceOf(FairShare.NoTurn.class)
                .hasMessageStartingWith("busy: your other questions");
        assertThat(take(shares, "other")).isEqualTo("other");

        end.countDown();
    }

    @Test
    void manyTogetherHaveAllTurnsAndNoMore() {
        FairShare shares = new FairShare(2, 1, Duration.ZERO);
        start(shares, "a", end);
        start(shares, "b", end);
        assertBegun("a", "b");

        assertThatThrownBy(() -> take(shares, "c"))
                .isInstanceOf(FairShare.NoTurn.class)
                .hasMessageStartingWith("busy: the questions of others");
    }

    @Test
    void whatBecomesFreeGoesToWhoHasLeastAndNotToWhoWaitsLongest() {
        FairShare shares = new FairShare(4, 3, LONG);
        CountDownLatch one = new CountDownLatch(1);
        start(shares, "greedy", one);
        start(shares, "greedy", end);
        start(shares, "greedy", end);
        start(shares, "second", end);
        assertBegun("greedy", "greedy", "greedy", "second");
        for (int i = 0; i < 5; i++) {
            waits(start(shares, "greedy", end));
        }
        waits(start(shares, "third", end));

        one.countDown();

        assertBegun("third");
        assertThat(begun).isEmpty();
    }

    @Test
    void theServerItselfHasNoShareAndWaitsAsLongAsItTakes() throws Exception {
        FairShare shares = new FairShare(1, 1, Duration.ZERO);
        start(shares, "a", end);
        assertBegun("a");
        Thread own = waits(started(() -> shares.take(() -> begun.add("server"))));

        end.countDown();

        assertThat(own.join(Duration.ofSeconds(60))).isTrue();
        assertBegun("server");
    }

    @Test
    void whoIsInterruptedWhileItWaitsGivesUpItsPlace() throws Exception {
        FairShare shares = new FairShare(1, 1, LONG);
        start(shares, "a", end);
        assertBegun("a");
        Thread waiting = waits(start(shares, "b", end));

        waiting.interrupt();

        assertThat(waiting.join(Duration.ofSeconds(60))).isTrue();
        assertBegun("b was cancelled while it waited for its turn");
        end.countDown();
        assertThat(take(shares, "c")).isEqualTo("c");
    }

    @Test
    void aTurnEndsWithAFailureToo() {
        FairShare shares = new FairShare(1, 1, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> shares.take(() -> {
                        throw new IllegalStateException("failed");
                    }))
                    .hasMessage("failed");
        }
        assertThat(take(shares, "a")).isEqualTo("a");
    }

    private static String take(FairShare shares, String who) {
        return CallerContext.as(who, true, () -> shares.take(() -> who));
    }

    /// Takes a turn in a thread of its own, says so, and keeps it.
    private Thread start(FairShare shares, String who, CountDownLatch until) {
        return started(() -> CallerContext.as(who, true, () -> {
            try {
                return shares.take(() -> {
                    begun.add(who);
                    return Optional.of(held(until));
                });
            } catch (FairShare.NoTurn e) {
                return begun.add(who + " was " + e.getMessage());
            }
        }));
    }

    private static boolean held(CountDownLatch until) {
        try {
            return until.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Thread started(Runnable work) {
        Thread thread = Thread.ofPlatform().start(work);
        threads.add(thread);
        return thread;
    }

    private static Thread waits(Thread thread) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive());
        assertThat(thread.isAlive()).isTrue();
        return thread;
    }

    private void assertBegun(String... who) {
        List<String> seen = new ArrayList<>();
        try {
            for (int i = 0; i < who.length; i++) {
                seen.add(String.valueOf(begun.poll(60, TimeUnit.SECONDS)));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(seen).containsExactlyInAnyOrder(who);
    }
}
