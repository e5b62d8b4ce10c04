package io.github.proxmoxmcp.client.firewall;

import io.github.proxmoxmcp.client.endpoint.Bound;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.value.Settings;
import java.util.List;

/// The firewall of one guest: `/nodes/{node}/qemu/{vmid}/firewall` or `/nodes/{node}/lxc/{vmid}/firewall`.
@Bound({"node", "type", "vmid"})
public interface GuestFirewallApi {

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/options")
    Settings options();

    @Endpoint("PUT /nodes/{node}/{type}/{vmid}/firewall/options")
    void putOptions(FirewallOptionsChange request);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/refs")
    List<FirewallReference> refs(ReferenceQuery query);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/log")
    List<LogLine> log(FirewallLogQuery query);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/rules")
    List<FirewallRule> rules();

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/firewall/rules")
    void addRule(RuleCreate request);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/rules/{pos}")
    FirewallRule rule(int pos);

    @Endpoint("PUT /nodes/{node}/{type}/{vmid}/firewall/rules/{pos}")
    void changeRule(int pos, RuleChange request);

    @Endpoint("DELETE /nodes/{node}/{type}/{vmid}/firewall/rules/{pos}")
    void removeRule(int pos, OfDigest request);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/aliases")
    List<FirewallAlias> aliases();

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/firewall/aliases")
    void addAlias(AliasCreate request);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/aliases/{name}")
    FirewallAlias alias(String name);

    @Endpoint("PUT /nodes/{node}/{type}/{vmid}/firewall/aliases/{name}")
    void changeAlias(String name, AliasChange request);

    @Endpoint("DELETE /nodes/{node}/{type}/{vmid}/firewall/aliases/{name}")
    void removeAlias(String name, OfDigest request);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/ipset")
    List<IpSet> ipSets();

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/firewall/ipset")
    void addIpSet(IpSetCreate request);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/ipset/{name}")
    List<IpSetEntry> ipSet(String name);

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/firewall/ipset/{name}")
    void addToIpSet(String name, IpSetEntryCreate request);

    @Endpoint("DELETE /nodes/{node}/{type}/{vmid}/firewall/ipset/{name}")
    void removeIpSet(String name, IpSetRemoval request);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/firewall/ipset/{name}/{cidr}")
    IpSetEntry ipSetEntry(String name, String cidr);

    @Endpoint("PUT /nodes/{node}/{type}/{vmid}/firewall/ipset/{name}/{cidr}")
    void changeIpSetEntry(String name, String cidr, IpSetEntryChange request);

    @Endpoint("DELETE /nodes/{node}/{type}/{vmid}/firewall/ipset/{name}/{cidr}")
    void removeFromIpSet(String name, String cidr, OfDigest request);
}
