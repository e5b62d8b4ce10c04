package io.github.proxmoxmcp.client.firewall;

import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Settings;
import java.util.List;
import java.util.Optional;

/// The firewall of the cluster: `/cluster/firewall`.
public interface ClusterFirewallApi {

    @Endpoint("GET /cluster/firewall/options")
    Settings options();

    @Endpoint("PUT /cluster/firewall/options")
    void putOptions(FirewallOptionsChange request);

    @Endpoint("GET /cluster/firewall/macros")
    List<Macro> macros();

    @Endpoint("GET /cluster/firewall/refs")
    List<FirewallReference> refs(ReferenceQuery query);

    @Endpoint("GET /cluster/firewall/rules")
    List<FirewallRule> rules();

    @Endpoint("POST /cluster/firewall/rules")
    void addRule(RuleCreate request);

    @Endpoint("GET /cluster/firewall/rules/{pos}")
    FirewallRule rule(int pos);

    @Endpoint("PUT /cluster/firewall/rules/{pos}")
    void changeRule(int pos, RuleChange request);

    @Endpoint("DELETE /cluster/firewall/rules/{pos}")
    void removeRule(int pos, OfDigest request);

    @Endpoint("GET /cluster/firewall/groups")
    List<SecurityGroup> groups();

    @Endpoint("POST /cluster/firewall/groups")
    void addGroup(GroupCreate request);

    @Endpoint("DELETE /cluster/firewall/groups/{group}")
    void removeGroup(String group);

    @Endpoint("GET /cluster/firewall/groups/{group}")
    List<FirewallRule> groupRules(String group);

    @Endpoint("POST /cluster/firewall/groups/{group}")
    void addGroupRule(String group, RuleCreate request);

    @Endpoint("GET /cluster/firewall/groups/{group}/{pos}")
    FirewallRule groupRule(String group, int pos);

    @Endpoint("PUT /cluster/firewall/groups/{group}/{pos}")
    void changeGroupRule(String group, int pos, RuleChange request);

    @Endpoint("DELETE /cluster/firewall/groups/{group}/{pos}")
    void removeGroupRule(String group, int pos, OfDigest request);

    @Endpoint("GET /cluster/firewall/aliases")
    List<FirewallAlias> aliases();

    @Endpoint("POST /cluster/firewall/aliases")
    void addAlias(AliasCreate request);

    @Endpoint("GET /cluster/firewall/aliases/{name}")
    FirewallAlias alias(String name);

    @Endpoint("PUT /cluster/firewall/aliases/{name}")
    void changeAlias(String name, AliasChange request);

    @Endpoint("DELETE /cluster/firewall/aliases/{name}")
    void removeAlias(String name, OfDigest request);

    @Endpoint("GET /cluster/firewall/ipset")
    List<IpSet> ipSets();

    @Endpoint("POST /cluster/firewall/ipset")
    void addIpSet(IpSetCreate request);

    @Endpoint("GET /cluster/firewall/ipset/{name}")
    List<IpSetEntry> ipSet(String name);

    @Endpoint("POST /cluster/firewall/ipset/{name}")
    void addToIpSet(String name, IpSetEntryCreate request);

    @Endpoint("DELETE /cluster/firewall/ipset/{name}")
    void removeIpSet(String name, IpSetRemoval request);

    @Endpoint("GET /cluster/firewall/ipset/{name}/{cidr}")
    IpSetEntry ipSetEntry(String name, String cidr);

    @Endpoint("PUT /cluster/firewall/ipset/{name}/{cidr}")
    void changeIpSetEntry(String name, String cidr, IpSetEntryChange request);

    @Endpoint("DELETE /cluster/firewall/ipset/{name}/{cidr}")
    void removeFromIpSet(String name, String cidr, OfDigest request);

    /// A named set of ports.
    record Macro(String macro, String descr) {}

    /// Rules under a name.
    record SecurityGroup(String group, Optional<String> comment, Optional<String> digest) {}

    /// A group, or another name for one (`rename`).
    record GroupCreate(String group, Optional<String> comment, Optional<String> rename, Optional<String> digest) {}
}
