package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.file.Exposure;
import io.github.proxmoxmcp.persistence.file.PrivateFile;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Examines the memory: whether it opens, is sound, is followed, and how old it is.
final class StoreCheck {

    private static final Duration STALE = Duration.ofMinutes(5);
    private static final Duration CLOCK_STEP = Duration.ofSeconds(30);

    private final Configuration configuration;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    StoreCheck(Configuration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    List<Finding> findings() {
        configuration.state().ifPresent(this::examine);
        return findings;
    }

    private void examine(String state) {
        try {
            StoreLocation location = StoreLocation.parse(state);
            if (location instanceof StoreLocation.File(Path file) && !Files.exists(file)) {
                findings.add(Finding.note("store", state, "is not there yet; the first start makes it"));
                return;
            }
            try (Store store = Stores.open(location, clock)) {
                sound(location, store);
                configuration.clusters().forEach(cluster -> follow(store, cluster));
            }
        } catch (StoreException e) {
            findings.add(Finding.problem(
                    "store",
                    StoreLocation.shown(state),
                    String.valueOf(e.getMessage()),
                    "docs/reference/errors.md says what can be behind it"));
        }
    }

    private void sound(StoreLocation location, Store store) {
        String where = location.toString();
        List<String> damage = store.maintenance().integrity();
        if (damage.isEmpty()) {
            findings.add(Finding.ok("store", where, "opens and is sound" + size(location)));
        } else {
            damage.forEach(one -> findings.add(Finding.problem(
                    "store", where, one, "stop the servers and restore a backup: docs/guides/back-up-the-memory.md")));
        }
        if (location instanceof StoreLocation.File(Path file)) {
            // Its log has what was recorded last; on Windows it is made with the rights that the folder passes on.
            Stream.of(file, file.resolveSibling(file.getFileName() + "-wal"))
                    .flatMap(part -> exposure(part).stream())
                    .findFirst()
                    .ifPresent(exposure -> findings.add(
                            Finding.warning("store", where, exposure.who() + " can read it", exposure.remedy())));
        }
    }

    private static String size(StoreLocation location) {
        try {
            return location instanceof StoreLocation.File(Path file)
                    ? ", " + (Files.size(file) + (1 << 20) - 1) / (1 << 20) + " MiB"
                    : "";
        } catch (IOException _) {
            return "";
        }
    }

    private static Optional<Exposure> exposure(Path file) {
        try {
            return Files.exists(file) ? PrivateFile.exposure(file) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void follow(Store store, ClusterConfiguration cluster) {
        Instant now = clock.instant();
        Optional<String> holder =
                store.leases().holder("sync:" + cluster.name(), store.leases().now(now));
        String by = holder.map(name -> "process " + name.replaceFirst("@.*", "") + " follows it")
                .orElse("no process follows it at the moment");
        Optional<SyncState> known = store.clusters().sync(cluster.name());
        Optional<Duration> age = known.flatMap(SyncState::asOf).map(asOf -> Duration.between(asOf, now));
        String read = age.map(duration -> "last read " + Ages.words(duration) + " ago")
                .orElse("never read yet");
        known.map(SyncState::triedAt)
                .map(tried -> Duration.between(now, tried))
                .filter(ahead -> ahead.compareTo(CLOCK_STEP) > 0)
                .ifPresent(ahead -> findings.add(Finding.warning(
                        "clock",
                        cluster.name(),
                        "the memory's last look is dated " + ahead.toSeconds() + " s in the future",
                        "this machine's clock was set back, or another machine's that shares the memory is wrong: set"
                                + " both by NTP")));
        Optional<String> error = known.flatMap(SyncState::error);
        if (error.isPresent()) {
            findings.add(Finding.problem("sync", cluster.name(), read + "; the last try failed: " + error.get(), by));
        } else if (holder.isPresent()
                && age.filter(old -> old.compareTo(STALE) > 0).isPresent()) {
            findings.add(Finding.warning("sync", cluster.name(), read + " although " + by, "look into its log"));
        } else {
            findings.add(Finding.ok("sync", cluster.name(), read + "; " + by));
        }
        known.map(SyncState::incomplete)
                .orElse(List.of())
                .forEach(missing -> findings.add(Finding.note("sync", cluster.name(), missing)));
    }
}
