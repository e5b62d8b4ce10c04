package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What waits for the next start of guests is known without asking, and never told of a guest that is not as it was.
class PendingReaderTest {

    /// `git`, whose cores and memory were changed while it ran.
    private static final int GIT = 104;

    private static final int STOPPED = 107;

    private DemoCluster demo;
    private Store store;
    private ConnectionSettings connection;
    private Proxmox api;
    private Synchronizer sync;

    @BeforeEach
    void start(@TempDir Path folder) {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=10,seed=1,pace=0"));
        store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), InstantSource.system());
        connection = ConnectionSettings.of(
                List.of(demo.url()),
                ApiToken.parse(demo.token(TokenLevel.FULL)),
                new Trust.Fingerprint(demo.fingerprint()));
        api = Proxmox.connect(connection);
        sync = synchronizer();
    }

    private Synchronizer synchronizer() {
        return new Synchronizer(
                new ClusterConfiguration("demo", connection),
                api,
                store,
                new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8),
                InstantSource.system(),
                "test");
    }

    @AfterEach
    void stop() {
        sync.close();
        api.close();
        store.close();
        demo.close();
    }

    @Test
    void isKnownSoonAfterAConfigurationWasReadWithoutAskingAgain() {
        sync.cycle();

        assertThat(awaited()).containsExactly("cores", "memory");
        demo.faults().refuseConnections(true);
        assertThat(awaited()).containsExactly("cores", "memory");
    }

    @Test
    void isKnownToTheNextProcessOnTheStoreAndInSql() {
        sync.cycle();
        List<String> before = awaited();
        await().atMost(Duration.ofSeconds(60)).until(this::inSql, Predicate.isEqual(before));
        sync.close();
        demo.faults().refuseConnections(true);
        sync = synchronizer();

        assertThat(known()).isEqualTo(Optional.of(before));
    }

    private List<Object> inSql() {
        return store
                .queries()
                .run(
                        "demo",
                        "select key from guest_pending where vmid = 104 order by key",
                        Moment.now(),
                        new QueryStore.Limits(10, Duration.ofSeconds(5)))
                .rows()
                .stream()
                .map(List::getFirst)
                .toList();
    }

    @Test
    void isNotToldAnyMoreOnceTheConfigurationIsAnotherOne() {
        sync.cycle();
        List<String> before = awaited();
        demo.world().setConfig(GIT, "sockets", "2");
        sync.cycle();

        assertThat(known()).isNotEqualTo(Optional.of(before));
        assertThat(awaited()).containsExactly("cores", "memory", "sockets");
    }

    @Test
    void isNotToldAnyMoreOnceTheGuestWasStartedAgain() {
        sync.cycle();
        List<String> before = awaited();
        demo.world().shutdown(GIT);
        demo.world().start(GIT);
        sync.cycle();

        assertThat(known()).isNotEqualTo(Optional.of(before));
        assertThat(awaited()).isEmpty();
    }

    @Test
    void isKnownOfAGuestThatIsStoppedAndNotToldAnyMoreOnceItIsInForce() {
        demo.world().leavePending(STOPPED, Map.of("memory", "6144"), List.of());
        sync.cycle();

        assertThat(awaited(STOPPED)).containsExactly("memory");

        demo.world().setConfig(STOPPED, "description", "any change of a stopped guest puts in force what waits");
        sync.cycle();

        assertThat(known(STOPPED)).isNotEqualTo(Optional.of(List.of("memory")));
        assertThat(awaited(STOPPED)).isEmpty();
    }

    private Optional<List<String>> known() {
        return known(GIT);
    }

    private Optional<List<String>> known(int vmid) {
        return sync.pending(guest(vmid))
                .map(options -> options.stream().map(PendingOption::key).toList());
    }

    private List<String> awaited() {
        return awaited(GIT);
    }

    private List<String> awaited(int vmid) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> known(vmid), Optional::isPresent)
                .orElseThrow();
    }

    private GuestState guest(int vmid) {
        return store.guests().get("demo", vmid, Moment.now()).orElseThrow();
    }
}
