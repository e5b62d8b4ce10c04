package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.sync.Timeline.Recorded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Plays a timeline to the real client and the real sync with a real store, and tells what was recorded.
final class TimelinePlayer {

    /// What marks a line of the log that no change shows.
    static final String ATTEMPT = " attempt ";

    private static final String CLUSTER = "lab";

    /// Not the recorded cluster's time: clocks differ.
    private static final Instant BEGINNING = Instant.parse("2026-11-23T10:00:00Z");

    private final Recorded unrecorded;
    private final double pace;

    /// @param unrecorded the answer to requests that the timeline says nothing of
    /// @param pace how much faster than recorded our clock lets the steps follow each other
    TimelinePlayer(Recorded unrecorded, double pace) {
        this.unrecorded = unrecorded;
        this.pace = pace;
    }

    /// Every recorded change as it is known in the end, one a line, with the step at which it was first seen.
    List<String> play(Timeline timeline, Path folder) {
        AtomicReference<Instant> now = new AtomicReference<>(BEGINNING);
        InstantSource clock = now::get;
        Map<Instant, Double> steps = new HashMap<>();
        try (TimelineServer server = TimelineServer.start(unrecorded);
                Store store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), clock)) {
            ConnectionSettings connection = ConnectionSettings.of(
                    List.of(server.url()), ApiToken.parse("root@pam!audit=0"), new Trust.SystemAuthorities());
            SyncSettings settings = new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8);
            try (Proxmox api =
                            Proxmox.connect(connection, InstantSource.system(), _ -> {}, RandomGenerator.getDefault());
                    Synchronizer sync = new Synchronizer(
                            new ClusterConfiguration(CLUSTER, connection), api, store, settings, clock, "player")) {
                for (Timeline.Step step : timeline.steps()) {
                    server.show(step);
                    if (!step.answers().containsKey("GET /cluster/resources")) {
                        continue;
                    }
                    now.set(BEGINNING.plusMillis(Math.round(step.seconds() * 1000 / pace)));
                    sync.cycle();
                    steps.put(now.get(), step.seconds());
                }
            }
            return told(store, steps, now.get());
        }
    }

    private static List<String> told(Store store, Map<Instant, Double> steps, Instant to) {
        ChangeQuery all = new ChangeQuery(
                CLUSTER,
                BEGINNING.minusMillis(1),
                to,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                100);
        return Stream.concat(
                        ChangeLines.recorded(store, CLUSTER, BEGINNING.minusMillis(1), to)
                                .flatMap(change -> ChangeLines.of(change).stream()
                                        .map(line -> "t=" + steps.get(change.at()) + " " + line)),
                        store.history().attempts(all, 100).rows().reversed().stream()
                                .map(line ->
                                        "t=" + steps.get(line.at()) + ATTEMPT + line.text() + "  <- " + line.user()))
                .toList();
    }
}
