package io.github.proxmoxmcp.client.firewall;

import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.value.Settings;
import java.util.List;

/// The firewall of a virtual machine: `/nodes/{node}/qemu/{vmid}/firewall`.
public interface QemuFirewallApi {

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/options")
    Settings options(String node, int vmid);

    @Endpoint("PUT /nodes/{node}/qemu/{vmid}/firewall/options")
    void putOptions(String node, int vmid, FirewallOptionsChange request);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/refs")
    List<FirewallReference> refs(String node, int vmid, ReferenceQuery query);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/log")
    List<LogLine> log(String node, int vmid, FirewallLogQuery query);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/rules")
    List<FirewallRule> rules(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/firewall/rules")
    void addRule(String node, int vmid, RuleCreate request);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}")
    FirewallRule rule(String node, int vmid, int pos);

    @Endpoint("PUT /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}")
    void changeRule(String node, int vmid, int pos, RuleChange request);

    @Endpoint("DELETE /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}")
    void removeRule(String node, int vmid, int pos, OfDigest request);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/aliases")
    List<FirewallAlias> aliases(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/firewall/aliases")
    void addAlias(String node, int vmid, AliasCreate request);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}")
    FirewallAlias alias(String node, int vmid, String name);

    @Endpoint("PUT /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}")
    void changeAlias(String node, int vmid, String name, AliasChange request);

    @Endpoint("DELETE /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}")
    void removeAlias(String node, int vmid, String name, OfDigest request);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/ipset")
    List<IpSet> ipSets(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/firewall/ipset")
    void addIpSet(String node, int vmid, IpSetCreate request);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}")
    List<IpSetEntry> ipSet(String node, int vmid, String name);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}")
    void addToIpSet(String node, int vmid, String name, IpSetEntryCreate request);

    @Endpoint("DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}")
    void removeIpSet(String node, int vmid, String name, IpSetRemoval request);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}")
    IpSetEntry ipSetEntry(String node, int vmid, String name, String cidr);

    @Endpoint("PUT /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}")
    void changeIpSetEntry(String node, int vmid, String name, String cidr, IpSetEntryChange request);

    @Endpoint("DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}")
    void removeFromIpSet(String node, int vmid, String name, String cidr, OfDigest request);
}
