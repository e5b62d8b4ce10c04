package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ToldTest {

    @Test
    void whatEndsWithoutAnAnswerHasEndedWell() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(Told.of(threads.submit(() -> {}))).isEmpty();
        }
    }
}
