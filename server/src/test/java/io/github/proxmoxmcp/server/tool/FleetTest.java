package io.github.proxmoxmcp.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How a fleet is asked, whatever its clusters answer.
class FleetTest {

    private static final List<String> CLUSTERS =
            IntStream.range(0, 20).mapToObj(n -> "c" + n).toList();

    @Test
    void clustersAreAskedSideBySideAndNotMoreThanTheLimitAtOnce() {
        CountDownLatch together = new CountDownLatch(Fleet.MAX_AT_ONCE);
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Answer<?> answer = new Fleet(() -> CLUSTERS, 100)
                .over(Set.of("cluster"), (arguments, _) -> {
                    most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                    together.countDown();
                    boolean met = met(together);
                    inFlight.decrementAndGet();
                    return Answer.of(Listing.whole(new Table(List.of("met"), List.of(List.of(met)))));
                })
                .apply(Map.of(), new Caller("test", (_, _, _) -> {}));

        assertThat(most).hasValue(Fleet.MAX_AT_ONCE);
        Listing listing = (Listing) answer.body();
        assertThat(listing.rows())
                .isEqualTo(CLUSTERS.stream()
                        .map(cluster -> List.<Object>of(cluster, true))
                        .toList());
        assertThat(listing.total()).isEqualTo(CLUSTERS.size());
        assertThat(listing.nextCursor()).isEqualTo(Optional.empty());
    }

    private static boolean met(CountDownLatch together) {
        try {
            return together.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
