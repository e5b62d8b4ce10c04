package io.github.proxmoxmcp.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.NotifySettings;
import io.github.proxmoxmcp.server.config.NotifySettings.Form;
import io.github.proxmoxmcp.server.config.NotifySettings.QuietHours;
import io.github.proxmoxmcp.server.config.NotifySettings.Rule;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What people are told of a demo cluster, on a clock that goes on by steps; whatever the store is kept in.
abstract class NotifierContract {

    protected static final String CLUSTER = "home";
    protected static final Duration SETTLE = Duration.ofSeconds(10);
    protected static final Rule OF_NODES = new Rule(
            Set.of(Topic.PROBLEMS, Topic.PLANS, Topic.UNREADABLE), "warning", Set.of("node"), Set.of(), Set.of());

    protected final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T12:00:00Z"));
    protected final DemoCluster demo =
            DemoCluster.start(DemoSettings.parse("nodes=3,guests=12,seed=1,pace=0"), now::get);
    protected final Receiver receiver = new Receiver();
    private final List<Notifier> notifiers = new ArrayList<>();
    protected Store store;
    private Proxmox api;
    protected Synchronizer sync;

    abstract StoreLocation location();

    @BeforeEach
    void start() {
        ConnectionSettings connection = ConnectionSettings.of(
                demo.urls(), ApiToken.parse(demo.token(TokenLevel.FULL)), new Trust.Fingerprint(demo.fingerprint()));
        store = Stores.open(location(), now::get);
        api = Proxmox.connect(connection);
        sync = new Synchronizer(
                new ClusterConfiguration(CLUSTER, connection),
                api,
                store,
                new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8),
                now::get,
                "sync");
        look();
        look();
    }

    @AfterEach
    void stop() {
        notifiers.forEach(Notifier::close);
        sync.close();
        api.close();
        store.close();
        receiver.close();
        demo.close();
    }

    protected void look() {
        sync.cycle();
        pass(Duration.ofSeconds(1));
    }

    protected void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    protected static Target target(String name, URI url, Rule... rules) {
        return new Target(
                name,
                Form.JSON,
                url,
                Optional.of(Secret.of("secret")),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(rules));
    }

    protected Notifier notifier(Optional<QuietHours> quiet, Target... targets) {
        return notifier("one", store, quiet, targets);
    }

    private Notifier notifier(String holder, Store memory, Optional<QuietHours> quiet, Target... targets) {
        NotifySettings settings = new NotifySettings(
                Optional.of(URI.create("https://page.example/")), ZoneOffset.UTC, SETTLE, quiet, List.of(targets));
        Notifier made = new Notifier(
                new Backend(memory, List.of(new Cluster(CLUSTER, api, sync, "root@pam!test"))),
                settings,
                PolicySettings.usual(),
                (InstantSource) now::get,
                holder,
                new NotifyCounters(),
                new Messenger(ZoneOffset.UTC, Duration.ofMillis(500)));
        notifiers.add(made);
        return made;
    }

    protected Notifier usual() {
        return notifier(Optional.empty(), target("team", receiver.url("/"), OF_NODES));
    }

    /// A cycle, and turns until what it found has settled.
    protected void goOn(Notifier notifier) {
        look();
        notifier.turn();
        pass(SETTLE.plusSeconds(1));
        notifier.turn();
    }

    @Test
    void aNodeThatDiesIsToldOnceAndThatItIsBackToo() {
        Notifier notifier = usual();
        goOn(notifier);
        demo.faults().nodeDown("pve2");
        goOn(notifier);
        goOn(notifier);
        List<String> dead = receiver.told();
        demo.faults().nodeUp("pve2");
        goOn(notifier);
        goOn(notifier);

        assertThat(dead).containsExactly("new pve2");
        assertThat(receiver.told()).containsExactly("new pve2", "resolved pve2");
        assertThat(receiver.requests().getFirst().json().path("title").asString())
                .isEqualTo("home: 1 critical");
    }

    @Test
    void ofTwoProcessesOnOneStoreOneTellsAndTheOtherTakesOver() throws Exception {
        try (Store other = Stores.open(location(), now::get);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Notifier one = notifier("one", store, Optional.empty(), target("team", receiver.url("/"), OF_NODES));
            Notifier two = notifier("two", other, Optional.empty(), target("team", receiver.url("/"), OF_NODES));
            demo.faults().nodeDown("pve2");
            look();
            for (int i = 0; i < 6; i++) {
                threads.invokeAll(List.of(turn(one), turn(two))).forEach(NotifierContract::done);
                pass(Duration.ofSeconds(4));
            }
            List<String> both = receiver.told();
            notifiers.remove(one);
            one.close();
            demo.faults().nodeDown("pve3");
            goOn(two);
            notifiers.remove(two);
            two.close();

            assertThat(both).containsExactly("new pve2");
            assertThat(receiver.told()).containsExactly("new pve2", "new pve3");
        }
    }

    /// The first process died, or heard no answer: the target has the message, and nothing says so.
    @Test
    void whatATargetMayHaveTakenIsCalledResolvedAlthoughNobodyWroteDownThatItWasTold() {
        Notifier notifier = usual();
        goOn(notifier);
        receiver.hangs();
        demo.faults().nodeDown("pve2");
        goOn(notifier);
        List<String> unanswered = receiver.told();
        demo.faults().nodeUp("pve2");
        receiver.answersAgain();
        pass(Duration.ofMinutes(1));
        goOn(notifier);
        goOn(notifier);

        assertThat(unanswered).containsExactly("new pve2");
        assertThat(receiver.told()).containsExactly("new pve2", "resolved pve2");
    }

    private static Callable<Boolean> turn(Notifier notifier) {
        return () -> {
            notifier.turn();
            return true;
        };
    }

    private static void done(Future<Boolean> turned) {
        assertThat(turned).succeedsWithin(Duration.ofSeconds(30));
    }
}
