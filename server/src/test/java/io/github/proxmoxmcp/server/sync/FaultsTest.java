package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.ApiToken;
import io.github.proxmoxmcp.client.ConnectionSettings;
import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.DemoSettings;
import io.github.proxmoxmcp.demo.Faults;
import io.github.proxmoxmcp.demo.TokenLevel;
import io.github.proxmoxmcp.demo.world.GuestKind;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.Stores;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong on the way to a cluster is no change of it.
class FaultsTest {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGINNING);
    private final InstantSource clock = now::get;
    private final DemoCluster demo =
            DemoCluster.start(new DemoSettings(3, 12, 1, 0, Duration.ZERO, 0), InstantSource.system());

    @TempDir
    private Path folder;

    private Optional<Store> store = Optional.empty();
    private Optional<Proxmox> api = Optional.empty();
    private Optional<Synchronizer> sync = Optional.empty();

    @BeforeEach
    void begin() {
        ConnectionSettings connection = ConnectionSettings.of(
                demo.urls(), ApiToken.parse(demo.token(TokenLevel.AUDIT)), new Trust.Fingerprint(demo.fingerprint()));
        store = Optional.of(Stores.open(new StoreLocation.File(folder.resolve("state.db")), clock));
        api = Optional.of(Proxmox.connect(connection, InstantSource.system(), _ -> {}, RandomGenerator.getDefault()));
        sync = Optional.of(new Synchronizer(
                new ClusterConfiguration("demo", connection),
                api.get(),
                store.get(),
                new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8),
                clock,
                "test"));
        assertThat(look().error()).isEmpty();
    }

    @AfterEach
    void end() {
        sync.ifPresent(Synchronizer::close);
        api.ifPresent(Proxmox::close);
        store.ifPresent(Store::close);
        demo.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("garbage", faults -> faults.garbage(true)),
                fault("half answers", faults -> faults.truncate(true)),
                fault("connections reset", faults -> faults.resetConnections(true)),
                fault("connections refused", faults -> faults.refuseConnections(true)),
                fault("token expired", faults -> faults.disableToken(TokenLevel.AUDIT)),
                fault("privilege lost", faults -> faults.revokePrivilege(TokenLevel.AUDIT, "VM.Audit")),
                fault(
                        "all privileges lost",
                        faults -> Stream.of("VM.Audit", "Sys.Audit", "Datastore.Audit")
                                .forEach(privilege -> faults.revokePrivilege(TokenLevel.AUDIT, privilege))),
                fault("node down", faults -> faults.nodeDown("pve2")));
    }

    private static Arguments fault(String name, Consumer<Faults> fault) {
        return Arguments.of(name, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aFaultAndItsEndChangeNoGuest(String name, Consumer<Faults> fault) {
        fault.accept(demo.faults());
        SyncState during = look();
        look();
        demo.faults().clear();
        SyncState after = look();
        look();

        assertThat(during.error().isPresent() || !during.incomplete().isEmpty())
                .describedAs("%s is told", name)
                .isTrue();
        assertThat(after.error()).isEmpty();
        assertThat(changesOfGuests()).filteredOn(change -> !isState(change)).isEmpty();
    }

    @Test
    void aNodeThatFlapsChangesNoGuest() {
        for (int round = 0; round < 3; round++) {
            demo.faults().nodeDown("pve2");
            look();
            demo.faults().clear();
            look();
        }

        assertThat(changesOfGuests()).filteredOn(change -> !isState(change)).isEmpty();
    }

    @Test
    void aSynchronizerThatWasNeverStartedCanBeClosed() {
        sync.orElseThrow().close();

        assertThat(sync.orElseThrow().health().holder()).isFalse();
    }

    @Test
    void aVmidUsedAgainByTheOtherKindOnAnotherNodeIsAnotherGuest() {
        demo.world().createVm(700, "pve1", "first");
        look();
        demo.world().removeGuest(700);
        demo.world().create(GuestKind.LXC, 700, "pve2", Map.of("hostname", "second", "memory", "256"));
        look();

        assertThat(changesOfGuests().reversed().stream()
                        .map(change -> change.getClass().getSimpleName())
                        .toList())
                .containsExactlyInAnyOrder("Appeared", "Vanished", "Appeared");
    }

    /// What the failure of a node really does to its guests: they stop, and what waited comes into force later.
    private static boolean isState(Change change) {
        return change instanceof Change.Altered altered
                && altered.fields().stream()
                        .allMatch(field -> field.name().equals("status")
                                || field.cause()
                                        .filter(cause -> cause.type().endsWith("start"))
                                        .isPresent());
    }

    private List<Change> changesOfGuests() {
        return store.orElseThrow()
                .history()
                .changes(new ChangeQuery(
                        "demo",
                        BEGINNING.plusSeconds(1),
                        now.get(),
                        Optional.of(Kind.GUEST),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1000))
                .rows();
    }

    private SyncState look() {
        SyncState state = sync.orElseThrow().cycle();
        now.updateAndGet(instant -> instant.plusSeconds(10));
        return state;
    }
}
