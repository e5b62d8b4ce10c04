package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Optional;

/// Software-defined network: `/cluster/sdn` and its state on the nodes.
public interface SdnApi {

    @Endpoint("GET /cluster/sdn/zones")
    List<Settings> zones(SdnQuery query);

    @Endpoint("GET /cluster/sdn/zones/{zone}")
    Settings zone(String zone, SdnStage query);

    @Endpoint("GET /cluster/sdn/vnets")
    List<Settings> vnets(SdnStage query);

    @Endpoint("GET /cluster/sdn/vnets/{vnet}")
    Vnet vnet(String vnet, SdnStage query);

    @Endpoint("GET /cluster/sdn/vnets/{vnet}/subnets")
    List<Settings> subnets(String vnet, SdnStage query);

    @Endpoint("GET /cluster/sdn/vnets/{vnet}/subnets/{subnet}")
    Settings subnet(String vnet, String subnet, SdnStage query);

    @Endpoint("GET /cluster/sdn/controllers")
    List<Settings> controllers(SdnQuery query);

    @Endpoint("GET /cluster/sdn/controllers/{controller}")
    Settings controller(String controller, SdnStage query);

    @Endpoint("GET /cluster/sdn/ipams")
    List<Settings> ipams(SdnType query);

    @Endpoint("GET /cluster/sdn/ipams/{ipam}")
    Settings ipam(String ipam);

    /// The addresses that were given out.
    @Endpoint("GET /cluster/sdn/ipams/{ipam}/status")
    List<Settings> ipamStatus(String ipam);

    @Endpoint("GET /cluster/sdn/dns")
    List<Settings> dns(SdnType query);

    @Endpoint("GET /cluster/sdn/dns/{dns}")
    Settings dnsPlugin(String dns);

    /// Brings pending changes into force on all nodes.
    @Endpoint("PUT /cluster/sdn")
    Upid apply(SdnApply request);

    @Endpoint("GET /nodes/{node}/sdn/zones")
    List<ZoneStatus> nodeZones(String node);

    @Endpoint("GET /nodes/{node}/sdn/zones/{zone}/content")
    List<VnetStatus> nodeVnets(String node, String zone);

    @Endpoint("GET /nodes/{node}/sdn/zones/{zone}/bridges")
    List<ZoneBridge> nodeBridges(String node, String zone);

    /// Which stage to read: the configuration, with pending changes, or in force.
    record SdnStage(Optional<Boolean> pending, Optional<Boolean> running) {

        /// Proxmox's defaults.
        public static final SdnStage CONFIGURED = new SdnStage(Optional.empty(), Optional.empty());
    }

    /// Of which type, and at which stage.
    record SdnQuery(Optional<String> type, Optional<Boolean> pending, Optional<Boolean> running) {

        /// All of them.
        public static final SdnQuery ALL = new SdnQuery(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Of which type.
    record SdnType(Optional<String> type) {

        /// All of them.
        public static final SdnType ALL = new SdnType(Optional.empty());
    }

    /// With the token of one's lock, if one holds it.
    record SdnApply(
            @JsonProperty("lock-token") Optional<String> lockToken,
            @JsonProperty("release-lock") Optional<Boolean> releaseLock) {

        /// Proxmox's defaults.
        public static final SdnApply PLAIN = new SdnApply(Optional.empty(), Optional.empty());
    }

    /// A virtual network.
    record Vnet(
            String vnet,
            Optional<String> type,
            Optional<String> zone,
            Optional<String> alias,
            Optional<Integer> tag,
            Optional<Boolean> vlanaware,
            @JsonProperty("isolate-ports") Optional<Boolean> isolatePorts,
            Optional<String> state,
            Optional<String> digest) {}

    /// A zone on a node.
    record ZoneStatus(String zone, String status) {}

    /// A virtual network on a node.
    record VnetStatus(String vnet, Optional<String> status, Optional<String> statusmsg) {}

    /// A bridge of a zone.
    record ZoneBridge(
            String name, @JsonProperty("vlan_filtering") Optional<String> vlanFiltering) {}
}
