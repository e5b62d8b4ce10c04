package io.github.proxmoxmcp.client.firewall;

import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.value.Settings;
import java.util.List;

/// The firewall of a node: `/nodes/{node}/firewall`.
public interface NodeFirewallApi {

    @Endpoint("GET /nodes/{node}/firewall/options")
    Settings options(String node);

    @Endpoint("PUT /nodes/{node}/firewall/options")
    void putOptions(String node, FirewallOptionsChange request);

    @Endpoint("GET /nodes/{node}/firewall/log")
    List<LogLine> log(String node, FirewallLogQuery query);

    @Endpoint("GET /nodes/{node}/firewall/rules")
    List<FirewallRule> rules(String node);

    @Endpoint("POST /nodes/{node}/firewall/rules")
    void addRule(String node, RuleCreate request);

    @Endpoint("GET /nodes/{node}/firewall/rules/{pos}")
    FirewallRule rule(String node, int pos);

    @Endpoint("PUT /nodes/{node}/firewall/rules/{pos}")
    void changeRule(String node, int pos, RuleChange request);

    @Endpoint("DELETE /nodes/{node}/firewall/rules/{pos}")
    void removeRule(String node, int pos, OfDigest request);
}
