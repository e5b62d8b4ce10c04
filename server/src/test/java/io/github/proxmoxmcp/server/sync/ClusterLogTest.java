package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the cluster's log tells is not lost: while the program does not run, or where many lines are written.
class ClusterLogTest {

    private static final Duration TEN = Duration.ofSeconds(10);

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeMemory() {
        FollowedCluster.makeMemory(shared);
    }

    private FollowedCluster cluster() {
        return new FollowedCluster(
                new DemoSettings(3, 12, 1),
                Duration.ZERO,
                TokenLevel.FULL,
                FollowedCluster.copy(shared, folder),
                UnaryOperator.identity());
    }

    @Test
    void whoChangedSomethingWhileNobodyFollowedTheClusterIsKnown() {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().setConfig(108, "description", "changed");
            cluster.pass(Duration.ofMinutes(10));
            try (Synchronizer later = cluster.another()) {
                assertThat(later.cycle().error()).isEmpty();
            }

            assertThat(cluster.recorded())
                    .singleElement()
                    .asString()
                    .contains("config.description")
                    .endsWith("-> changed  <- update by root@pam");
        }
    }

    @Test
    void aLineBeforeManyOthersIsReadToo() {
        try (FollowedCluster cluster = cluster()) {
            cluster.demo().world().setConfig(108, "description", "changed");
            write(cluster, 600);

            assertThat(cluster.look(FollowedCluster.Way.FRESH).incomplete()).isEmpty();

            assertThat(cluster.recorded())
                    .filteredOn(line -> line.contains("guest 108 "))
                    .singleElement()
                    .asString()
                    .endsWith("<- update by root@pam");
        }
    }

    @Test
    void moreLinesThanAreReadAreToldUntilTheNextReading() {
        try (FollowedCluster cluster = cluster()) {
            write(cluster, 5_100);

            List<String> incomplete =
                    cluster.look(FollowedCluster.Way.FRESH, TEN).incomplete();
            List<String> next = cluster.look(FollowedCluster.Way.FRESH, TEN).incomplete();

            assertThat(incomplete).singleElement().asString().contains("the cluster's log got more than 5000 lines");
            assertThat(next).isEmpty();
        }
    }

    private static void write(FollowedCluster cluster, int lines) {
        for (int line = 0; line < lines; line++) {
            cluster.demo().world().setConfig(101, "onboot", Integer.toString(line % 2));
        }
    }
}
