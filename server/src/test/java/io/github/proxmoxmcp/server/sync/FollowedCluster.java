package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// A demo cluster, and a memory that follows it over HTTPS, both on a clock that goes on by steps only.
final class FollowedCluster implements AutoCloseable {

    static final String NAME = "demo";
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    /// How the cluster is looked at.
    enum Way {
        /// The cycle of a tool that needs a fresh answer.
        FRESH,
        /// The cycle of the thread that follows the cluster.
        SCHEDULED
    }

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGINNING);
    private final DemoCluster demo;
    private final ConnectionSettings connection;
    private final Proxmox api;
    private final Store store;
    private final Synchronizer sync;

    /// Makes an empty memory in a folder, to be copied: that costs much less than to make one for each test.
    static void makeMemory(Path folder) {
        Stores.open(new StoreLocation.File(file(folder)), InstantSource.fixed(BEGINNING))
                .close();
    }

    /// Copies a memory; returns the folder of the copy.
    static Path copy(Path from, Path to) {
        try {
            Files.copy(file(from), file(to));
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file(Path folder) {
        return folder.resolve("state.db");
    }

    /// @param skew how far the cluster's clock is ahead of ours
    /// @param folder where the memory is
    /// @param between what stands between the sync and the store
    FollowedCluster(DemoSettings settings, Duration skew, TokenLevel level, Path folder, UnaryOperator<Store> between) {
        demo = DemoCluster.start(settings, () -> now.get().plus(skew));
        connection = ConnectionSettings.of(
                demo.urls(), ApiToken.parse(demo.token(level)), new Trust.Fingerprint(demo.fingerprint()));
        api = Proxmox.connect(connection, InstantSource.system(), _ -> {}, RandomGenerator.getDefault());
        store = Stores.open(new StoreLocation.File(file(folder)), now::get);
        sync = follower(between.apply(store));
        assertThat(look(Way.FRESH).error()).isEmpty();
        // What waited for the first look to be recorded.
        look(Way.SCHEDULED);
    }

    private Synchronizer follower(Store memory) {
        return follower(memory, now::get);
    }

    private Synchronizer follower(Store memory, InstantSource clock) {
        return new Synchronizer(
                new ClusterConfiguration(NAME, connection),
                api,
                memory,
                new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8),
                clock,
                "test");
    }

    DemoCluster demo() {
        return demo;
    }

    Store store() {
        return store;
    }

    Synchronizer sync() {
        return sync;
    }

    /// What another process follows the same cluster with, in the same memory.
    Synchronizer another() {
        return follower(store);
    }

    /// A synchronizer of this cluster with another clock.
    Synchronizer another(InstantSource clock) {
        return follower(store, clock);
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /// A look, and then ten seconds in which nothing happens; what is known of how it went.
    SyncState look(Way way) {
        return look(way, Duration.ofSeconds(10));
    }

    SyncState look(Way way, Duration after) {
        if (way == Way.FRESH) {
            sync.cycle();
        } else {
            sync.turn(true);
        }
        pass(after);
        return store.clusters().sync(NAME).orElseThrow();
    }

    GuestState guest(int vmid) {
        return store.guests().get(NAME, vmid, Moment.now()).orElseThrow();
    }

    void looks(Way way, int number, Duration afterEach) {
        for (int look = 0; look < number; look++) {
            look(way, afterEach);
        }
    }

    /// All changes after the first two looks.
    Stream<Change> changes() {
        return ChangeLines.recorded(store, NAME, BEGINNING.plusSeconds(11), now.get());
    }

    /// All changes after the first two looks in words, with the seconds since the beginning.
    List<String> recorded() {
        return changes()
                .flatMap(change -> ChangeLines.of(change).stream()
                        // Which of several tasks of one type it was hangs on the demo cluster's dice.
                        .map(line -> line.replaceFirst("( by \\S+) \\w*$", "$1"))
                        .map(line ->
                                "t=" + Duration.between(BEGINNING, change.at()).toSeconds() + " " + line))
                .toList();
    }

    @Override
    public void close() {
        sync.close();
        api.close();
        store.close();
        demo.close();
    }
}
