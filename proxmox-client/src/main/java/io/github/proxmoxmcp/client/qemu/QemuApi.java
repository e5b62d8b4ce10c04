package io.github.proxmoxmcp.client.qemu;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Optional;

/// Virtual machines of one node: `/nodes/{node}/qemu`.
public interface QemuApi {

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
