package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What holds for the whole datacenter: `/cluster/options` and `/cluster/config`.
public interface OptionsApi {

    /// Migration network, tag style, console, …; those that were never set are absent.
    @Endpoint("GET /cluster/options")
    Settings get();

    @Endpoint("PUT /cluster/options")
    void put(OptionsChange request);

    /// The members as corosync has them, whether they are online or not.
    @Endpoint("GET /cluster/config/nodes")
    List<Member> members();

    /// The version of the join protocol.
    @Endpoint("GET /cluster/config/apiversion")
    int joinVersion();

    @Endpoint("GET /cluster/config/totem")
    Settings totem();

    /// The external vote; empty where there is none.
    @Endpoint("GET /cluster/config/qdevice")
    Settings qdevice();

    /// When a calendar event such as `mon..fri 02:00` happens next.
    @Endpoint("GET /cluster/jobs/schedule-analyze")
    List<ScheduledRun> analyzeSchedule(ScheduleQuery query);

    @Endpoint("GET /cluster/metrics/server")
    List<MetricServer> metricServers();

    @Endpoint("GET /cluster/metrics/server/{id}")
    Settings metricServer(String id);

    /// The current figures of the whole cluster.
    @Endpoint("GET /cluster/metrics/export")
    Metrics exportMetrics(MetricsQuery query);

    @Endpoint("GET /cluster/qemu/cpu-flags")
    List<CpuFlag> cpuFlags(CpuFlagQuery query);

    /// Options of the datacenter to set by name, and to remove, separated by commas.
    ///
    /// @param options every other parameter by name
    record OptionsChange(Optional<String> delete, Options options) {

        /// Everything by name.
        public static OptionsChange of(Options options) {
            return new OptionsChange(Optional.empty(), options);
        }
    }

    /// A schedule, from when on, and how many runs.
    record ScheduleQuery(String schedule, Optional<Instant> starttime, Optional<Integer> iterations) {}

    /// Which figures: of some nodes, with history since a time.
    record MetricsQuery(
            Optional<Boolean> history,
            @JsonProperty("local-only") Optional<Boolean> localOnly,
            @JsonProperty("node-list") Optional<String> nodeList,
            @JsonProperty("start-time") Optional<Instant> startTime) {

        /// Proxmox's defaults.
        public static final MetricsQuery NOW =
                new MetricsQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// For which acceleration (`kvm`, `tcg`) and architecture.
    record CpuFlagQuery(Optional<String> accel, Optional<String> arch) {

        /// Whatever it is.
        public static final CpuFlagQuery ANY = new CpuFlagQuery(Optional.empty(), Optional.empty());
    }

    /// A member of the cluster.
    record Member(
            String node,
            Optional<String> name,
            Optional<Integer> nodeid,
            @JsonProperty("ring0_addr") Optional<String> ring0Addr,
            @JsonProperty("quorum_votes") Optional<Integer> quorumVotes) {}

    /// A run, as a time and in words.
    record ScheduledRun(Instant timestamp, String utc) {}

    /// A server that Proxmox sends figures to.
    record MetricServer(String id, String type, String server, int port, Optional<Boolean> disable) {}

    /// Figures.
    record Metrics(List<Metric> data) {}

    /// A figure of a node, guest or storage.
    record Metric(String id, String metric, Instant timestamp, Optional<String> type, Optional<Double> value) {}

    /// A processor flag that machines may be given.
    record CpuFlag(
            String name,
            Optional<String> description,
            @JsonProperty("supported-on") Optional<List<String>> supportedOn) {}
}
