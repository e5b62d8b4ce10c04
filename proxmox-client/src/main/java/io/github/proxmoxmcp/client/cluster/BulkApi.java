package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.endpoint.LibraryOnly;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Many guests of all nodes at once: `/cluster/bulk-action/guest`.
@LibraryOnly
public interface BulkApi {

    @Endpoint("POST /cluster/bulk-action/guest/start")
    Upid start(BulkStart request);

    @Endpoint("POST /cluster/bulk-action/guest/shutdown")
    Upid shutdown(BulkShutdown request);

    @Endpoint("POST /cluster/bulk-action/guest/suspend")
    Upid suspend(BulkSuspend request);

    @Endpoint("POST /cluster/bulk-action/guest/migrate")
    Upid migrate(BulkMigrate request);

    /// Which guests; none means all.
    record BulkStart(
            Optional<List<Integer>> vms,
            Optional<Duration> timeout,
            @JsonProperty("max-workers") Optional<Integer> maxWorkers) {}

    /// Which guests; none means all.
    record BulkShutdown(
            Optional<List<Integer>> vms,
            Optional<Duration> timeout,
            @JsonProperty("force-stop") Optional<Boolean> forceStop,
            @JsonProperty("max-workers") Optional<Integer> maxWorkers) {}

    /// Which guests; none means all.
    record BulkSuspend(
            Optional<List<Integer>> vms,
            @JsonProperty("to-disk") Optional<Boolean> toDisk,
            Optional<String> statestorage,
            @JsonProperty("max-workers") Optional<Integer> maxWorkers) {}

    /// Which guests, and where to.
    record BulkMigrate(
            String target,
            Optional<List<Integer>> vms,
            Optional<Boolean> online,
            @JsonProperty("with-local-disks") Optional<Boolean> withLocalDisks,
            @JsonProperty("max-workers") Optional<Integer> maxWorkers) {}
}
