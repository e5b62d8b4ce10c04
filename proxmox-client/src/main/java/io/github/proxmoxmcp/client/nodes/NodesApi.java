package io.github.proxmoxmcp.client.nodes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.version.VersionApi.Version;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Nodes: `/nodes`.
public interface NodesApi {

    @Endpoint("GET /nodes")
    List<NodeSummary> list();

    @Endpoint("GET /nodes/{node}/status")
    NodeStatus status(String node);

    @Endpoint("GET /nodes/{node}/version")
    Version version(String node);

    /// A node in the list; without numbers when it is offline or Sys.Audit is missing.
    record NodeSummary(
            String node,
            Optional<String> status,
            Optional<Double> cpu,
            Optional<Integer> maxcpu,
            Optional<Long> mem,
            Optional<Long> maxmem,
            Optional<Long> disk,
            Optional<Long> maxdisk,
            Optional<Duration> uptime,
            Optional<String> level,
            @JsonProperty("ssl_fingerprint") Optional<String> sslFingerprint) {}

    /// A node in detail.
    ///
    /// @param cpu the used share of all processors
    /// @param loadavg over 1, 5 and 15 minutes
    record NodeStatus(
            Optional<Double> cpu,
            @JsonProperty("wait") Optional<Double> ioWait,
            Optional<List<Double>> loadavg,
            Optional<Duration> uptime,
            Optional<String> pveversion,
            Optional<String> kversion,
            Optional<CpuInfo> cpuinfo,
            Optional<Usage> memory,
            Optional<Usage> swap,
            Optional<Usage> rootfs,
            @JsonProperty("boot-info") Optional<BootInfo> bootInfo) {}

    /// The processors.
    record CpuInfo(
            Optional<String> model, Optional<Integer> cpus, Optional<Integer> cores, Optional<Integer> sockets) {}

    /// How much of something is used, in bytes.
    record Usage(
            Optional<Long> total,
            Optional<Long> used,
            Optional<Long> free,
            Optional<Long> avail,
            Optional<Long> available) {}

    /// How the node booted.
    record BootInfo(Optional<String> mode, Optional<Boolean> secureboot) {}
}
