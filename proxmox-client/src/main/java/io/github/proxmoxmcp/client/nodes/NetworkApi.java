package io.github.proxmoxmcp.client.nodes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Optional;

/// The network configuration of a node: `/nodes/{node}/network`.
public interface NetworkApi {

    /// What is configured, pending changes included.
    @Endpoint("GET /nodes/{node}/network")
    List<NetworkInterface> list(String node, NetworkQuery query);

    /// Pending until it is applied.
    @Endpoint("POST /nodes/{node}/network")
    void create(String node, InterfaceCreate request);

    /// Brings pending changes into force.
    @Endpoint("PUT /nodes/{node}/network")
    Upid apply(String node, NetworkApply request);

    /// Drops pending changes.
    @Endpoint("DELETE /nodes/{node}/network")
    void revert(String node);

    @Endpoint("GET /nodes/{node}/network/{iface}")
    Settings get(String node, String iface);

    /// Replaces the whole interface: what is not given is gone.
    @Endpoint("PUT /nodes/{node}/network/{iface}")
    void change(String node, String iface, InterfaceChange request);

    @Endpoint("DELETE /nodes/{node}/network/{iface}")
    void remove(String node, String iface);

    /// Of which type: `bridge`, `bond`, `eth`, `any_bridge`, …
    record NetworkQuery(Optional<String> type) {

        /// All of them.
        public static final NetworkQuery ALL = new NetworkQuery(Optional.empty());
    }

    /// Whether routing is written anew too.
    record NetworkApply(@JsonProperty("regenerate-frr") Optional<Boolean> regenerateFrr) {

        /// Proxmox's defaults.
        public static final NetworkApply PLAIN = new NetworkApply(Optional.empty());
    }

    /// A new interface.
    ///
    /// @param options every other parameter by name
    record InterfaceCreate(
            String iface,
            String type,
            Optional<String> cidr,
            Optional<String> gateway,
            @JsonProperty("bridge_ports") Optional<String> bridgePorts,
            @JsonProperty("bridge_vlan_aware") Optional<Boolean> bridgeVlanAware,
            Optional<Boolean> autostart,
            Optional<String> comments,
            Options options) {

        /// Everything by name.
        public static InterfaceCreate of(String iface, String type, Options options) {
            return new InterfaceCreate(
                    iface,
                    type,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    options);
        }
    }

    /// The interface as it is to be.
    ///
    /// @param options every other parameter by name
    record InterfaceChange(
            String type,
            Optional<String> cidr,
            Optional<String> gateway,
            @JsonProperty("bridge_ports") Optional<String> bridgePorts,
            @JsonProperty("bridge_vlan_aware") Optional<Boolean> bridgeVlanAware,
            Optional<Boolean> autostart,
            Optional<String> comments,
            Optional<String> delete,
            Options options) {

        /// Everything by name.
        public static InterfaceChange of(String type, Options options) {
            return new InterfaceChange(
                    type,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    options);
        }
    }

    /// An interface.
    record NetworkInterface(
            String iface,
            String type,
            Optional<Boolean> active,
            Optional<Boolean> exists,
            Optional<Boolean> autostart,
            Optional<String> method,
            Optional<String> cidr,
            Optional<String> address,
            Optional<String> netmask,
            Optional<String> gateway,
            Optional<String> cidr6,
            Optional<String> gateway6,
            @JsonProperty("bridge_ports") Optional<String> bridgePorts,
            @JsonProperty("bridge_vids") Optional<String> bridgeVids,
            @JsonProperty("bridge_vlan_aware") Optional<Boolean> bridgeVlanAware,
            Optional<String> slaves,
            @JsonProperty("bond_mode") Optional<String> bondMode,
            @JsonProperty("vlan-id") Optional<Integer> vlanId,
            @JsonProperty("vlan-raw-device") Optional<String> vlanRawDevice,
            Optional<Integer> mtu,
            Optional<String> comments,
            Optional<List<String>> families,
            Optional<List<String>> altnames) {}
}
