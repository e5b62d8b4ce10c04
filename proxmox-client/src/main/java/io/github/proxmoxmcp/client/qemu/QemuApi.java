package io.github.proxmoxmcp.client.qemu;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Virtual machines of one node: `/nodes/{node}/qemu`.
public interface QemuApi {

    @Endpoint("GET /nodes/{node}/qemu")
    List<QemuSummary> list(String node);

    /// The addresses that the guest agent sees; fails where no agent runs.
    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/network-get-interfaces")
    AgentInterfaces agentInterfaces(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/status/reset")
    Upid reset(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/status/suspend")
    Upid suspend(String node, int vmid, Suspend request);

    /// Pause, or with `todisk` hibernate.
    record Suspend(Optional<Boolean> todisk) {

        /// Stays in memory.
        public static final Suspend PAUSE = new Suspend(Optional.empty());
    }

    /// A machine in the list; sizes in bytes, `cpu` the used share of `cpus`.
    record QemuSummary(
            int vmid,
            String status,
            Optional<String> name,
            Optional<Boolean> template,
            Optional<Tags> tags,
            Optional<String> lock,
            Optional<String> qmpstatus,
            Optional<Double> cpu,
            Optional<Double> cpus,
            Optional<Long> mem,
            Optional<Long> maxmem,
            Optional<Long> maxdisk,
            Optional<Duration> uptime) {
        /// An empty lock is none: older containers have one in their status.
        public QemuSummary {
            lock = lock.filter(text -> !text.isBlank());
        }
    }

    /// What the guest agent answers.
    record AgentInterfaces(List<AgentInterface> result) {}

    /// A network interface inside the guest.
    record AgentInterface(
            String name,
            @JsonProperty("hardware-address") Optional<String> hardwareAddress,
            @JsonProperty("ip-addresses") Optional<List<AgentAddress>> ipAddresses) {}

    /// An address of it.
    record AgentAddress(
            @JsonProperty("ip-address") String address,
            @JsonProperty("ip-address-type") Optional<String> type,
            Optional<Integer> prefix) {}
}
