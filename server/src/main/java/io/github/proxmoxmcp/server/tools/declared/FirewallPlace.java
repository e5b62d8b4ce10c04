package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.Planner.Planned;
import io.github.proxmoxmcp.client.ProxmoxApi;
import io.github.proxmoxmcp.client.firewall.AliasChange;
import io.github.proxmoxmcp.client.firewall.AliasCreate;
import io.github.proxmoxmcp.client.firewall.FirewallOptionsChange;
import io.github.proxmoxmcp.client.firewall.GuestFirewallApi;
import io.github.proxmoxmcp.client.firewall.IpSetCreate;
import io.github.proxmoxmcp.client.firewall.IpSetEntryCreate;
import io.github.proxmoxmcp.client.firewall.IpSetRemoval;
import io.github.proxmoxmcp.client.firewall.OfDigest;
import io.github.proxmoxmcp.client.firewall.RuleChange;
import io.github.proxmoxmcp.client.firewall.RuleCreate;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import java.util.Optional;

/// The calls of one firewall, whichever it is: of the cluster, a node or a guest, or the rules of a security group.
///
/// @param place `cluster`, `node/NAME`, `guest/VMID` or `group/NAME`
/// @param guest whose it is
record FirewallPlace(String place, Optional<GuestFacts> guest) {

    FirewallPlace {
        if (place.startsWith("guest/") != guest.isPresent()) {
            throw new IllegalArgumentException("the firewall of a guest, and no other, has a guest: " + place);
        }
    }

    private String after(String kind) {
        return place.substring(kind.length());
    }

    private boolean isGroup() {
        return place.startsWith("group/");
    }

    private boolean isNode() {
        return place.startsWith("node/");
    }

    private GuestFirewallApi ofGuest(ProxmoxApi plan) {
        GuestFacts facts = guest.orElseThrow();
        return plan.guestFirewall(GuestType.of(facts.container()), facts.node(), facts.vmid());
    }

    Planned add(RuleCreate rule) {
        return plan -> {
            if (isGroup()) {
                plan.firewall().addGroupRule(after("group/"), rule);
            } else if (isNode()) {
                plan.nodeFirewall().addRule(after("node/"), rule);
            } else if (guest.isPresent()) {
                ofGuest(plan).addRule(rule);
            } else {
                plan.firewall().addRule(rule);
            }
        };
    }

    Planned change(int pos, RuleChange rule) {
        return plan -> {
            if (isGroup()) {
                plan.firewall().changeGroupRule(after("group/"), pos, rule);
            } else if (isNode()) {
                plan.nodeFirewall().changeRule(after("node/"), pos, rule);
            } else if (guest.isPresent()) {
                ofGuest(plan).changeRule(pos, rule);
            } else {
                plan.firewall().changeRule(pos, rule);
            }
        };
    }

    Planned remove(int pos, OfDigest digest) {
        return plan -> {
            if (isGroup()) {
                plan.firewall().removeGroupRule(after("group/"), pos, digest);
            } else if (isNode()) {
                plan.nodeFirewall().removeRule(after("node/"), pos, digest);
            } else if (guest.isPresent()) {
                ofGuest(plan).removeRule(pos, digest);
            } else {
                plan.firewall().removeRule(pos, digest);
            }
        };
    }

    Planned options(FirewallOptionsChange change) {
        return plan -> {
            if (isNode()) {
                plan.nodeFirewall().putOptions(after("node/"), change);
            } else if (guest.isPresent()) {
                ofGuest(plan).putOptions(change);
            } else {
                plan.firewall().putOptions(change);
            }
        };
    }

    Planned addAlias(AliasCreate alias) {
        return plan -> {
            if (guest.isPresent()) {
                ofGuest(plan).addAlias(alias);
            } else {
                plan.firewall().addAlias(alias);
            }
        };
    }

    Planned changeAlias(String name, AliasChange alias) {
        return plan -> {
            if (guest.isPresent()) {
                ofGuest(plan).changeAlias(name, alias);
            } else {
                plan.firewall().changeAlias(name, alias);
            }
        };
    }

    Planned removeAlias(String name) {
        return plan -> {
            if (guest.isPresent()) {
                ofGuest(plan).removeAlias(name, OfDigest.ANY);
            } else {
                plan.firewall().removeAlias(name, OfDigest.ANY);
            }
        };
    }

    Planned addIpSet(IpSetCreate ipset) {
        return plan -> {
            if (guest.isPresent()) {
                ofGuest(plan).addIpSet(ipset);
            } else {
                plan.firewall().addIpSet(ipset);
            }
        };
    }

    Planned removeIpSet(String name) {
        return plan -> {
            if (guest.isPresent()) {
                ofGuest(plan).removeIpSet(name, IpSetRemoval.PLAIN);
            } else {
                plan.firewall().removeIpSet(name, IpSetRemoval.PLAIN);
            }
        };
    }

    Planned addEntry(String ipset, IpSetEntryCreate entry) {
        return plan -> {
            if (guest.isPresent()) {
                ofGuest(plan).addToIpSet(ipset, entry);
            } else {
                plan.firewall().addToIpSet(ipset, entry);
            }
        };
    }

    Planned removeEntry(String ipset, String cidr) {
        return plan -> {
            if (guest.isPresent()) {
                ofGuest(plan).removeFromIpSet(ipset, cidr, OfDigest.ANY);
            } else {
                plan.firewall().removeFromIpSet(ipset, cidr, OfDigest.ANY);
            }
        };
    }
}
