package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.server.sync.FollowedCluster.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The machine's clock is set back and put right again while the cluster is followed.
class ClockTest {

    private final AtomicReference<Instant> wall = new AtomicReference<>(FollowedCluster.BEGINNING.plusSeconds(60));
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void theSyncGoesOnInOrderAndSaysSoWhenTheClockIsSetBackByAnHour(@TempDir Path folder) {
        FollowedCluster.makeMemory(folder);
        try (FollowedCluster cluster = new FollowedCluster(
                        new DemoSettings(3, 12, 1), Duration.ZERO, TokenLevel.FULL, folder, UnaryOperator.identity());
                Synchronizer sync = cluster.another(new SteadyClock(wall::get, nanos::get))) {
            List<SyncState> states = new ArrayList<>();
            states.add(sync.cycle());
            pass(Duration.ofSeconds(10));
            wall.updateAndGet(now -> now.minus(Duration.ofHours(1)));
            cluster.demo().world().setConfig(108, "description", "one");
            states.add(sync.cycle());
            boolean due =
                    sync.health().nextTry().isBefore(states.getLast().triedAt().plusSeconds(11));
            pass(Duration.ofSeconds(10));
            cluster.demo().world().setConfig(108, "description", "two");
            states.add(sync.cycle());
            pass(Duration.ofSeconds(60));
            wall.updateAndGet(now -> now.plus(Duration.ofHours(1)));
            states.add(sync.cycle());
            cluster.pass(Duration.ofHours(1));

            assertThat(due).isTrue();
            assertThat(states).extracting(SyncState::triedAt).isSorted().doesNotHaveDuplicates();
            assertThat(states).allSatisfy(state -> assertThat(state.error()).isEmpty());
            assertThat(states.get(1).incomplete()).anyMatch(text -> text.contains("clock was set back"));
            assertThat(states.getLast().incomplete()).noneMatch(text -> text.contains("clock was set back"));
            assertThat(cluster.recorded())
                    .filteredOn(line -> line.contains("config.description"))
                    .extracting(line -> line.replaceFirst(".*config.description: (.*?)(  <-.*)?$", "$1"))
                    .hasSize(2)
                    .last()
                    .isEqualTo("one -> two");
            cluster.look(Way.FRESH);
        }
    }

    private void pass(Duration time) {
        wall.updateAndGet(now -> now.plus(time));
        nanos.addAndGet(time.toNanos());
    }
}
