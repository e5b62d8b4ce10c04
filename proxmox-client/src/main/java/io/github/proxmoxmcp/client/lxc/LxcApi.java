package io.github.proxmoxmcp.client.lxc;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Containers of one node: `/nodes/{node}/lxc`.
public interface LxcApi {

    /// The addresses inside; none while it is stopped.
    @Endpoint("GET /nodes/{node}/lxc/{vmid}/interfaces")
    List<LxcInterface> interfaces(String node, int vmid);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/status/suspend")
    Upid suspend(String node, int vmid);

    /// A network interface inside the container; `inet` and `inet6` are how Proxmox VE 8 tells an address, with prefix.
    record LxcInterface(
            String name,
            Optional<String> hwaddr,
            Optional<String> inet,
            Optional<String> inet6,
            @JsonProperty("ip-addresses") Optional<List<LxcAddress>> ipAddresses) {

        /// All its addresses without prefix, whichever way they are told: the list may be empty beside `inet`.
        public List<String> addresses() {
            return Stream.concat(
                            ipAddresses.orElse(List.of()).stream().map(LxcAddress::address),
                            Stream.concat(inet.stream(), inet6.stream()).map(text -> text.replaceFirst("/.*", "")))
                    .distinct()
                    .toList();
        }
    }

    /// An address of it.
    record LxcAddress(
            @JsonProperty("ip-address") String address,
            @JsonProperty("ip-address-type") Optional<String> type,
            Optional<Integer> prefix) {}
}
