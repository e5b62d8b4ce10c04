package io.github.proxmoxmcp.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.guard.Freeze;
import io.github.proxmoxmcp.server.http.HttpSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Two servers, processes of their own, on one PostgreSQL behind a proxy that knows nothing of sessions.
@Timeout(180)
class ReplicaTest {

    private static final Duration TAKE_OVER = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Optional<EmbeddedPostgres> postgres = Optional.empty();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=20,seed=1,pace=0.1"));
    private final List<Replica> replicas = new ArrayList<>();
    private final RoundRobin proxy = new RoundRobin();
    private final String cluster = demo.url().getHost();
    private String state = "";

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = Optional.of(
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start());
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.orElseThrow().close();
    }

    /// Both begin at once, on a database that is empty.
    @BeforeEach
    void startTwo() throws Exception {
        String name = "replicas" + DATABASES.incrementAndGet();
        try (var connection = postgres.orElseThrow().getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        state = postgres.orElseThrow().getJdbcUrl("postgres", name);
        replicas.add(start());
        replicas.add(start());
        replicas.forEach(replica -> proxy.add(replica.address()));
        replicas.forEach(replica -> until(PATIENCE, () -> proxy.isReady(replica.address())));
    }

    private Replica start() {
        return Replica.start(demo, state, "--http-no-auth", "--access", "operate");
    }

    @AfterEach
    void stop() {
        proxy.close();
        replicas.forEach(Replica::close);
        demo.close();
    }

    private static void until(Duration patience, BooleanSupplier condition) {
        await().atMost(patience).until(condition::getAsBoolean);
    }

    private HttpSession throughProxy() {
        return HttpSession.open(proxy.url(), Optional.empty());
    }

    private HttpSession at(int replica) {
        return HttpSession.open(replicas.get(replica).url(), Optional.empty());
    }

    private Store store() {
        return Stores.open(StoreLocation.parse(state), InstantSource.system());
    }

    @Test
    void aSessionGoesOnAtWhicheverServerItsRequestsReach() {
        try (HttpSession session = throughProxy()) {
            for (int call = 0; call < 6; call++) {
                assertThat(session.call("list_vms", Map.of()).toString()).contains("pve1");
            }

            int ended = session.end();

            assertThat(ended).isEqualTo(204);
            replicas.stream()
                    .map(replica -> session.at(replica.url(), Optional.empty()))
                    .forEach(one -> until(
                            PATIENCE, () -> one.rpc("tools/list", Map.of()).statusCode() == 404));
        }
    }

    @Test
    void theOtherTakesOverWithinFifteenSecondsOfAKill() {
        try (Store store = store();
                HttpSession session = throughProxy()) {
            String holder = holder(store);
            int dead = replicas.get(0).pid() == pid(holder) ? 0 : 1;

            Instant killed = Instant.now();
            replicas.get(dead).kill();
            until(TAKE_OVER, () -> asOf(store).isAfter(killed));

            assertThat(pid(holder(store))).isEqualTo(replicas.get(1 - dead).pid());
            assertThat(session.call("list_vms", Map.of()).toString()).contains("pve1");
        }
    }

    private String holder(Store store) {
        return store.leases().holder("sync:" + cluster, Instant.now()).orElse("0@nobody");
    }

    private static long pid(String holder) {
        return Long.parseLong(holder.substring(0, holder.indexOf('@')));
    }

    private Instant asOf(Store store) {
        return store.clusters().sync(cluster).flatMap(sync -> sync.asOf()).orElse(Instant.EPOCH);
    }

    @Test
    void aPlanIsAppliedOnceHoweverManyApplyItAtBoth() throws Exception {
        try (Store store = store();
                HttpSession one = at(0);
                HttpSession other = at(1);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String plan = one.call("power_guest", Map.of("guest", 100, "action", "shutdown", "dry_run", true))
                    .path("plan")
                    .asString();

            List<Future<JsonNode>> applied = Stream.of(one, other, one, other, one, other)
                    .map(session -> threads.submit(() -> session.attempt("apply_plan", Map.of("plan", plan))))
                    .toList();
            List<String> answers = new ArrayList<>();
            for (Future<JsonNode> answer : applied) {
                answers.add(answer.get().toString());
            }

            assertThat(answers)
                    .filteredOn(answer -> !answer.contains("plan_used") && !answer.contains("plan_taken"))
                    .hasSize(1);
            assertThat(store.audit().list(Optional.of(cluster), Optional.empty(), 50))
                    .filteredOn(entry -> entry.outcome().equals("done"))
                    .hasSize(1);
        }
    }

    @Test
    void aStopOfWritesAtOneHoldsAtTheOtherAtOnce() {
        try (Store store = store();
                HttpSession one = at(0);
                HttpSession other = at(1)) {
            Freeze.begin(store, cluster, "operator", Optional.of("audit"), Instant.now());

            Map<String, ?> wish = Map.of("guest", 100, "action", "shutdown");
            assertThat(one.attempt("power_guest", wish).toString()).contains("frozen");
            assertThat(other.attempt("power_guest", wish).toString()).contains("frozen");
        }
    }

    @Test
    void aSubscriptionIsToldWhereTheClientListensWhereverItWasMade() throws Exception {
        String guest = "proxmox://" + cluster + "/guest/101";
        try (HttpSession first = at(0)) {
            HttpSession second = first.at(replicas.get(1).url(), Optional.empty());
            BlockingQueue<String> events = second.listen();
            HttpSession.result(first.rpc("resources/subscribe", Map.of("uri", guest)));
            // The other server looks once a second; what changes before that is not news to it.
            try (Store store = store()) {
                until(PATIENCE, () -> !store.keptSessions().subscriptions().isEmpty());
            }

            String event = null;
            for (int memory = 2048; event == null && memory < 2048 + 20; memory++) {
                demo.world().setConfig(101, "memory", String.valueOf(memory));
                first.call("list_nodes", Map.of("fresh", true));
                event = events.poll(5, TimeUnit.SECONDS);
            }

            assertThat(event).contains("notifications/resources/updated", guest);
        }
    }

    @Test
    void everyServerIsReplacedWithoutAFailedCall() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> clients = Stream.generate(this::throughProxy)
                    .limit(3)
                    .map(session -> threads.submit(() -> {
                        int calls = 0;
                        while (!enough.get()) {
                            session.call("list_vms", Map.of());
                            calls++;
                            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                        }
                        session.close();
                        return calls;
                    }))
                    .toList();
            for (Replica old : List.copyOf(replicas)) {
                Replica fresh = start();
                replicas.add(fresh);
                proxy.add(fresh.address());
                until(PATIENCE, () -> proxy.isReady(fresh.address()));
                assertThat(old.terminate().waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            enough.set(true);

            for (Future<Integer> client : clients) {
                assertThat(client.get()).isPositive();
            }
        }
    }
}
