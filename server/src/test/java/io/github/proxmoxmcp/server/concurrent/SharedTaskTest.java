package io.github.proxmoxmcp.server.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.persistence.caller.CallerContext;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedTaskTest {

    private static final int ASKERS = 50;

    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger begun = new AtomicInteger();
    private final ReentrantLock turn = new ReentrantLock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SharedTask<Integer> task = new SharedTask<>("test", turn, () -> {
        int number = begun.incrementAndGet();
        mayEnd.acquireUninterruptibly();
        return number;
    });

    @AfterEach
    void close() {
        mayEnd.release(ASKERS);
        threads.close();
    }

    @Test
    void allWhoAskWhileItIsDoneShareTheNextTimeAndNotThisOne() throws Exception {
        Future<Integer> first = threads.submit(task::result);
        await().until(() -> begun.get() == 1);
        List<Future<Integer>> others = Stream.generate(() -> threads.submit(task::result))
                .limit(ASKERS)
                .toList();
        // All have asked once one thread waits for its turn and none is on its way to it.
        await().until(() -> turn.getQueueLength() == 1);

        mayEnd.release(ASKERS);

        assertThat(first.get()).isEqualTo(1);
        assertThat(others).allSatisfy(other -> assertThat(other.get()).isBetween(2, 3));
        assertThat(begun).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void whoGivesUpEndsOnlyTheirOwnWaiting() throws Exception {
        Thread gone = Thread.ofVirtual()
                .unstarted(() -> CallerContext.as("gone", true, () -> {
                    try {
                        return task.result();
                    } catch (StoreException.Cancelled _) {
                        return 0;
                    }
                }));
        gone.start();
        await().until(() -> begun.get() == 1);
        Future<Integer> other = threads.submit(task::result);

        gone.interrupt();
        gone.join();
        mayEnd.release(2);

        assertThat(other.get()).isEqualTo(2);
    }

    @Test
    void whatActsWaitsOnThoughItWasInterruptedAndStaysSo() throws Exception {
        Future<Boolean> acting = threads.submit(() -> CallerContext.as("acting", false, () -> {
            Thread.currentThread().interrupt();
            return task.result() == 1 && Thread.interrupted();
        }));
        await().until(() -> begun.get() == 1);

        mayEnd.release();

        assertThat(acting.get()).isTrue();
    }
}
