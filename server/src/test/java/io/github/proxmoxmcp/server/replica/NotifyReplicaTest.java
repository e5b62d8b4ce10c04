package io.github.proxmoxmcp.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.notify.Receiver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two servers, processes of their own, on one PostgreSQL: what happens is told once, whichever of them lives.
@Timeout(600)
class NotifyReplicaTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private Path configuration(Receiver receiver) throws IOException {
        Path secret = Files.createFile(
                folder.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "whsec_c2VjcmV0");
        return Files.writeString(folder.resolve("config.yaml"), """
            sync: {interval_seconds: 1, idle_interval_seconds: 1}
            notify:
              settle_seconds: 1
              targets:
                team: {url: "%s", secret_file: "%s", areas: [node]}
            """.formatted(receiver.url("/"), secret));
    }

    @Test
    void aNodesDeathAndReturnAreToldOnceAlthoughWhoToldTheFirstIsKilled() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .start();
                DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=12,seed=1,pace=0"));
                Receiver receiver = new Receiver()) {
            String state = postgres.getJdbcUrl("postgres", "postgres");
            String config = configuration(receiver).toString();
            try (Replica one = Replica.start(demo, state, "--http-no-auth", "--config", config);
                    Replica two = Replica.start(demo, state, "--http-no-auth", "--config", config);
                    Store store = Stores.open(StoreLocation.parse(state), InstantSource.system())) {
                one.address();
                two.address();
                await().atMost(PATIENCE).until(() -> teller(store) != 0 && isFollowed(store, demo));

                Instant death = Instant.now();
                demo.faults().nodeDown("pve2");
                await().atMost(PATIENCE).until(() -> receiver.told().size() == 1);
                // Killed before that was written down it would be told again, with the same id.
                await().atMost(PATIENCE).until(() -> isWritten(store));
                System.err.println(
                        "told " + Duration.between(death, Instant.now()).toMillis() + " ms after the node's death");
                (teller(store) == one.pid() ? one : two).kill();
                demo.faults().nodeUp("pve2");
                await().atMost(PATIENCE).until(() -> receiver.told().size() > 1);

                assertThat(receiver.told()).containsExactly("new pve2", "resolved pve2");
                assertThat(receiver.requests())
                        .extracting(request -> request.headers().get("webhook-id"))
                        .doesNotHaveDuplicates()
                        .isEqualTo(List.copyOf(receiver.requests()).stream()
                                .map(request -> request.json().path("id").asString())
                                .toList());
            }
        }
    }

    private static boolean isFollowed(Store store, DemoCluster demo) {
        return store.clusters()
                .sync(demo.url().getHost())
                .flatMap(sync -> sync.asOf())
                .isPresent();
    }

    private static boolean isWritten(Store store) {
        return store.notices().told("team").size() == 1
                && store.notices().unsure("team").isEmpty();
    }

    /// The process that tells; 0: none yet.
    private static long teller(Store store) {
        return store.leases()
                .holder("notify", Instant.now())
                .map(holder -> Long.parseLong(holder.substring(0, holder.indexOf('@'))))
                .orElse(0L);
    }
}
