package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.tool.Access;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Everything that is configured, checked.
///
/// @param origin where it was read, in words
/// @param state where the memory lies: a file, or the URL of a PostgreSQL database; absent: a temporary file (demo
///     only)
/// @param clusters none is fine: the server then starts and its tools say how to configure one
/// @param demo the simulated cluster to start and follow instead of real ones
/// @param zone what moments are read and times shown in; absent: read in the machine's, shown in UTC
/// @param manifests where what should be is written down; absent: nowhere, and there are no tools for it
/// @param notifications who is told unasked what happens; absent: nobody
/// @param http absent: serve over standard input and output
public record Configuration(
        String origin,
        Access access,
        Optional<String> state,
        List<ClusterConfiguration> clusters,
        Optional<DemoSettings> demo,
        MemorySettings memory,
        Optional<HttpSettings> http,
        PolicySettings policy,
        AuditSettings audit,
        Optional<ZoneId> zone,
        Optional<ManifestSettings> manifests,
        Optional<NotifySettings> notifications) {

    public SyncSettings sync() {
        return memory.sync();
    }
}
