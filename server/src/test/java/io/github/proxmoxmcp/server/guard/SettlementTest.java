package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.guest.Rollback;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of plans whose process was gone before it could write how they ended.
class SettlementTest {

    private static final String LAB = "lab";
    private static final Caller CALLER = new Caller("test", (_, _, _) -> {});

    private final DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=12,seed=1,pace=0"));
    private final ConnectionSettings connection = ConnectionSettings.of(
            demo.urls(), ApiToken.parse(demo.token(TokenLevel.FULL)), new Trust.Fingerprint(demo.fingerprint()));
    private final Proxmox api = Proxmox.connect(connection);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private Optional<Store> opened = Optional.empty();
    private Optional<Settlement> settlement = Optional.empty();

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        Store store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), now::get);
        opened = Optional.of(store);
        Synchronizer sync = new Synchronizer(
                new ClusterConfiguration(LAB, connection),
                api,
                store,
                new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8),
                now::get,
                "test");
        settlement = Optional.of(new Settlement(
                store,
                List.of(new Cluster(LAB, api, sync, TokenLevel.FULL.id())),
                now::get,
                "test",
                new WriteCounters()));
    }

    @AfterEach
    void close() {
        opened.ifPresent(Store::close);
        api.close();
        demo.close();
    }

    @Test
    void aTaskThatWasStartedTellsHowThePlanEnded() {
        Step shutdown = Calls.shutdown(guest());
        Plan plan = begun(shutdown);
        String upid = send(shutdown);

        settle();

        assertThat(outcomes(plan)).containsExactly("intent", "done");
        assertThat(store().audit().ofPlan(plan.id()).getLast().body()).contains(upid, "settled later");
        assertThat(status(plan)).isEqualTo(Plan.Status.DONE);
    }

    @Test
    void aTaskThatFailedFailsThePlan() {
        Step rollback = Step.of(plan -> guest().in(plan).rollback("none", Rollback.PLAIN), "go back");
        Plan plan = begun(rollback);
        send(rollback);

        settle();

        assertThat(outcomes(plan)).containsExactly("intent", "failed");
        assertThat(status(plan)).isEqualTo(Plan.Status.FAILED);
    }

    @Test
    void aConfigurationAsItWasWantedIsDone() {
        Step describe = Calls.describe(guest(), "ours", Optional.empty());
        Plan plan = begun(describe);
        api.call(describe.method(), describe.path(), describe.parameters());

        settle();

        assertThat(outcomes(plan)).containsExactly("intent", "done");
    }

    @Test
    void whatLeftNoTraceIsUnknownAndOnlyAfterAWhile() {
        Plan plan = begun(Calls.shutdown(guest()));

        settle();
        assertThat(outcomes(plan)).containsExactly("intent");

        now.updateAndGet(at -> at.plus(Duration.ofMinutes(2)));
        settle();
        assertThat(outcomes(plan)).containsExactly("intent", "unknown");
        assertThat(status(plan)).isEqualTo(Plan.Status.FAILED);

        settle();
        assertThat(outcomes(plan)).hasSize(2);
    }

    @Test
    void whatWasTakenAndNeverBegunIsNotDone() {
        Plan plan = claimed(Calls.shutdown(guest()));

        settle();

        assertThat(outcomes(plan)).containsExactly("not_done");
        assertThat(status(plan)).isEqualTo(Plan.Status.FAILED);
    }

    @Test
    void aPlanThatSomebodyIsAtWorkOnIsLeftToThem() {
        Plan plan = claimed(Calls.shutdown(guest()));
        PlanLease lease = PlanLease.take(store(), plan.id(), "other", now::get).orElseThrow();

        settle();
        assertThat(status(plan)).isEqualTo(Plan.Status.CLAIMED);
        assertThat(PlanLease.take(store(), plan.id(), "third", now::get)).isEmpty();

        now.updateAndGet(at -> at.plus(Duration.ofMinutes(3)));
        settle();
        assertThat(status(plan)).isEqualTo(Plan.Status.FAILED);
        assertThat(lease.renew()).isTrue();
    }

    @Test
    void whileTheClusterIsAwayNothingIsSaid() {
        Plan plan = begun(Calls.shutdown(guest()));
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(10)));
        demo.faults().resetConnections(true);

        settle();

        assertThat(outcomes(plan)).containsExactly("intent");
        assertThat(status(plan)).isEqualTo(Plan.Status.CLAIMED);
    }

    @Test
    void aFullDiskIsMendedWhenThereIsRoom() throws SQLException {
        Step shutdown = Calls.shutdown(guest());
        Plan plan = begun(shutdown);
        send(shutdown);
        sql("create trigger full before insert on audit_entry begin select raise(abort, 'disk is full'); end");
        assertThatThrownBy(this::settle).isInstanceOf(StoreException.class);
        assertThat(outcomes(plan)).containsExactly("intent");

        sql("drop trigger full");
        settle();

        assertThat(outcomes(plan)).containsExactly("intent", "done");
        assertThat(store().audit().verify()).isEmpty();
    }

    private Plan begun(Step step) {
        Plan plan = claimed(step);
        new Audit(now::get, new WriteCounters())
                .intent(store(), Plans.action(plan), CALLER, plan.id(), "configuration");
        return plan;
    }

    private Plan claimed(Step step) {
        Action action =
                Calls.action("power_guest", Effect.OPERATE, LAB, step.what()).then(step);
        Plan plan = Plans.add(store(), action, "local", now.get(), Duration.ofMinutes(10), new SecureRandom());
        assertThat(store().plans().claim(plan.id(), plan.hash(), false, now.get()))
                .isTrue();
        return plan;
    }

    private String send(Step step) {
        String upid = api.call(step.method(), step.path(), step.parameters()).asString("");
        assertThat(upid).startsWith("UPID:");
        return upid;
    }

    private void settle() {
        settlement.orElseThrow().settle();
    }

    private LiveGuest guest() {
        return LiveGuests.read(api, 100).orElseThrow();
    }

    private List<String> outcomes(Plan plan) {
        return store().audit().ofPlan(plan.id()).stream()
                .map(AuditEntry::outcome)
                .toList();
    }

    private Plan.Status status(Plan plan) {
        return store().plans().get(plan.id()).orElseThrow().status();
    }

    private Store store() {
        return opened.orElseThrow();
    }

    private void sql(String statement) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
                Statement run = database.createStatement()) {
            run.execute(statement);
        }
    }
}
