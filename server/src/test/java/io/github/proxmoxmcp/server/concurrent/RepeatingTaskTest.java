package io.github.proxmoxmcp.server.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class RepeatingTaskTest {

    private final LinkedBlockingQueue<String> steps = new LinkedBlockingQueue<>();

    @Test
    void waitsOnceAndThenDoesItAgainAfterEachPause() throws InterruptedException {
        Semaphore due = new Semaphore(0);
        try (RepeatingTask task = new RepeatingTask(
                "test",
                () -> steps.add("first"),
                () -> {
                    steps.add("pause");
                    due.acquire();
                },
                () -> steps.add("task"))) {
            task.start();
            due.release();

            assertThat(steps.take()).isEqualTo("first");
            assertThat(steps.take()).isEqualTo("task");
            assertThat(steps.take()).isEqualTo("pause");
            assertThat(steps.take()).isEqualTo("task");
            assertThat(steps.take()).isEqualTo("pause");
        }
        assertThat(steps).isEmpty();
    }

    @Test
    void endsInTheMiddleOfWhatItDoes() throws InterruptedException {
        Semaphore never = new Semaphore(0);
        RepeatingTask task = new RepeatingTask("test", Duration.ZERO, Duration.ZERO, () -> {
            try {
                steps.add("begun");
                never.acquire();
            } catch (InterruptedException e) {
                steps.add("interrupted");
                Thread.currentThread().interrupt();
            }
        });
        task.start();
        assertThat(steps.take()).isEqualTo("begun");

        task.close();

        assertThat(steps).containsExactly("interrupted");
    }

    @Test
    void whatWasNeverStartedCanBeClosed() {
        RepeatingTask task = new RepeatingTask("test", Duration.ZERO, Duration.ZERO, () -> steps.add("task"));

        task.close();

        assertThat(steps).isEmpty();
    }
}
