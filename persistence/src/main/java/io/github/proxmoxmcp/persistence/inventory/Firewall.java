package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.Optional;

/// What firewalls of the cluster, of nodes and of guests are made of.
public interface Firewall {

    /// A rule. It is known by what it says, because a rule before it moves its position.
    @History(
            kind = Kind.FIREWALL_RULE,
            view = "firewall_rules",
            about = "One row for each rule of the firewall; of guests those that have the firewall on a network card.",
            question = "Which rules let SSH in, and since when?",
            sql = """
                select place, rule, enabled, valid_from
                from firewall_rules
                where direction = 'in' and action = 'ACCEPT' and service in ('tcp/22', 'SSH')
                order by place, position\
                """,
            key = 2,
            list = 1)
    record Rule(
            @Doc("cluster, node/NAME, guest/VMID, or group/NAME for a security group")
            String place,

            @Doc("the rule as Proxmox writes it into its file, without its comment")
            String rule,

            @Doc("the guest, where it is of one") Optional<Integer> vmid,

            @Doc("the first that matches decides: 0 is tried first")
            int position,

            @Doc("whether it is in force") boolean enabled,

            @Doc("in, out, forward, or group: all rules of a security group")
            String direction,

            @Doc("ACCEPT, DROP, REJECT, or the security group")
            String action,

            @Doc("from where") Optional<String> source,
            @Doc("to where") Optional<String> dest,

            @Doc("tcp/22, a macro such as SSH, icmp; null: all")
            Optional<String> service,

            @Doc("what its maker noted") Optional<String> comment) {}

    /// A name for a network.
    @History(
            kind = Kind.FIREWALL_ALIAS,
            view = "firewall_aliases",
            about = "One row for each name that firewalls have for a network.",
            question = "Which names are there for networks?",
            sql = """
                select place, name, cidr, comment
                from firewall_aliases order by place, name\
                """,
            key = 2,
            list = 1)
    record Alias(
            @Doc("cluster, node/NAME, guest/VMID, or group/NAME for a security group")
            String place,

            @Doc("the name") String name,
            @Doc("the guest, where it is of one") Optional<Integer> vmid,
            @Doc("the network") String cidr,
            @Doc("what its maker noted") Optional<String> comment) {}

    /// A named set of networks.
    @History(
            kind = Kind.FIREWALL_IPSET,
            view = "firewall_ipsets",
            about = "One row for each named set of networks.",
            question = "Which sets of networks are there?",
            sql = """
                select place, name, comment
                from firewall_ipsets order by place, name\
                """,
            key = 2,
            list = 1)
    record IpSet(
            @Doc("cluster, node/NAME, guest/VMID, or group/NAME for a security group")
            String place,

            @Doc("the name") String name,
            @Doc("the guest, where it is of one") Optional<Integer> vmid,
            @Doc("what its maker noted") Optional<String> comment) {}

    /// A network in a set.
    @History(
            kind = Kind.FIREWALL_IPSET_ENTRY,
            view = "firewall_ipset_entries",
            about = "One row for each network in each set.",
            question = "What is blocked, and since when?",
            sql = """
                select place, ipset, cidr, valid_from
                from firewall_ipset_entries
                where ipset like '%block%' order by place, cidr\
                """,
            key = 3,
            list = 1)
    record IpSetEntry(
            @Doc("cluster, node/NAME, guest/VMID, or group/NAME for a security group")
            String place,

            @Doc("the set") String ipset,
            @Doc("the network") String cidr,
            @Doc("the guest, where it is of one") Optional<Integer> vmid,

            @Doc("whether it is an exception: in the set it is not")
            boolean nomatch,

            @Doc("what its maker noted") Optional<String> comment) {}

    /// An option of a firewall.
    @History(
            kind = Kind.FIREWALL_OPTION,
            view = "firewall_options",
            about = "One row for each option of a firewall that is set.",
            question = "Where is the firewall on?",
            sql = """
                select place, value, valid_from
                from firewall_options where key = 'enable' order by place\
                """,
            key = 2,
            list = 1)
    record Option(
            @Doc("cluster, node/NAME, guest/VMID, or group/NAME for a security group")
            String place,

            @Doc("enable, policy_in, log_level_in, …") String key,
            @Doc("the guest, where it is of one") Optional<Integer> vmid,
            @Doc("its value, as Proxmox writes it") String value) {}

    /// Rules under a name.
    @History(
            kind = Kind.FIREWALL_GROUP,
            view = "firewall_groups",
            about = "One row for each security group: rules under a name.",
            question = "Which security groups are there?",
            sql = """
                select name, comment
                from firewall_groups order by name\
                """)
    record Group(
            @Doc("the group") String name,
            @Doc("what its maker noted") Optional<String> comment) {}
}
