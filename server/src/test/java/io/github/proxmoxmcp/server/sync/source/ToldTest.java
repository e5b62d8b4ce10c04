package io.github.proxmoxmcp.server.sync.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ToldTest {

    @Test
    void aTaskThatHasNoAnswerIsNoFailure() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> asked = threads.submit(() -> {});

            assertThat(Told.of(asked)).isEmpty();
        }
    }
}
