package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Flattened;
import io.github.proxmoxmcp.server.tool.Range;
import io.github.proxmoxmcp.server.tool.RecordReader;
import io.github.proxmoxmcp.server.tool.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The configuration file as it is written: each component is a key.
record ConfigurationSections(
        Optional<Access> access,
        Optional<String> state,
        Optional<ZoneId> timeZone,
        Map<String, ClusterSection> clusters,
        Sync sync,
        Retention retention,
        HttpSection http,
        @Flattened PolicySection policy,
        Audit audit,
        Manifests manifests,
        @RecordReader.Named("notify") Optional<NotifySection> notifications) {

    ConfigurationSections {
        SectionNames.check("cluster", clusters.keySet());
    }

    PolicySettings permissions() {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        clusters.forEach((name, cluster) -> cluster.scope().ifPresent(bounds -> scopes.put(name, bounds.scope())));
        return policy.settings(scopes);
    }

    MemorySettings memory() {
        return new MemorySettings(sync.settings(), retention.settings());
    }

    /// See [SyncSettings].
    record Sync(
            @Range(min = 1, max = 3600) Optional<Integer> intervalSeconds,
            @Range(min = 1, max = 86_400) Optional<Integer> idleIntervalSeconds,
            @Range(min = 1, max = 64) Optional<Integer> concurrency) {

        private SyncSettings settings() {
            SyncSettings usual = SyncSettings.usual();
            return new SyncSettings(
                    intervalSeconds.map(Duration::ofSeconds).orElse(usual.interval()),
                    idleIntervalSeconds.map(Duration::ofSeconds).orElse(usual.idleInterval()),
                    concurrency.orElse(usual.concurrency()));
        }
    }

    /// See [RetentionSettings].
    record Retention(
            @Range(min = 1, max = 36_500) Optional<Integer> changesDays,
            @Range(min = 1, max = 36_500) Optional<Integer> tasksDays) {

        private RetentionSettings settings() {
            return new RetentionSettings(
                    Duration.ofDays(changesDays.orElse(400)), Duration.ofDays(tasksDays.orElse(90)));
        }
    }

    /// See [AuditSettings].
    record Audit(Optional<Path> keyFile, Optional<String> anchor) {}

    /// See [ManifestSettings].
    record Manifests(Optional<Path> directory, boolean tools) {

        Optional<ManifestSettings> settings() {
            return directory.isPresent() || tools ? Optional.of(new ManifestSettings(directory)) : Optional.empty();
        }
    }
}
