package io.github.proxmoxmcp.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.server.tool.ToolException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(3, 2, Duration.ZERO);
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void oneCallerHasNotAllTurnsAndIsToldSo() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch busy = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                threads.execute(() -> turns.take("greedy", () -> held(busy)));
            }
            busy.await();

            assertThatThrownBy(() -> turns.take("greedy", () -> 1))
                    .isInstanceOf(ToolException.Unavailable.class)
                    .hasMessageStartingWith("busy: your other queries");
            assertThat(turns.take("other", () -> 2)).isEqualTo(2);

            end.countDown();
        }
        assertThat(turns.take("greedy", () -> 3)).isEqualTo(3);
    }

    @Test
    void manyCallersTogetherHaveAllTurnsAndNoMore() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch busy = new CountDownLatch(3);
            for (String caller : new String[] {"a", "b", "c"}) {
                threads.execute(() -> turns.take(caller, () -> held(busy)));
            }
            busy.await();

            assertThatThrownBy(() -> turns.take("d", () -> 1)).hasMessageStartingWith("busy: the queries of others");

            end.countDown();
        }
    }

    @Test
    void aTurnEndsWithAFailureToo() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> turns.take("a", () -> {
                        throw new IllegalStateException("failed");
                    }))
                    .hasMessage("failed");
        }
    }

    private int held(CountDownLatch busy) {
        busy.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
