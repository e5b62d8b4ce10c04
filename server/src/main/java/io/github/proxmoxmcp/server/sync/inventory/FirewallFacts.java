package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.client.firewall.FirewallAlias;
import io.github.proxmoxmcp.client.firewall.FirewallRule;
import io.github.proxmoxmcp.client.firewall.IpSet;
import io.github.proxmoxmcp.client.firewall.IpSetEntry;
import io.github.proxmoxmcp.client.firewall.RuleFields;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.persistence.inventory.Firewall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What Proxmox says of one firewall, in the words of the memory.
///
/// @param place `cluster`, `node/NAME`, `guest/VMID` or `group/NAME`
record FirewallFacts(String place, Optional<Integer> vmid) {

    /// Rules are known by what they say; the second that says the same is told apart by a number.
    List<Firewall.Rule> rules(List<FirewallRule> rows) {
        Map<String, Integer> seen = new HashMap<>();
        List<Firewall.Rule> rules = new ArrayList<>();
        for (FirewallRule row : rows) {
            String text = text(row);
            int times = seen.merge(text, 1, Integer::sum);
            rules.add(new Firewall.Rule(
                    place,
                    times == 1 ? text : text + " #" + times,
                    vmid,
                    row.pos(),
                    row.fields().enable().orElse(false),
                    row.type(),
                    row.action(),
                    row.fields().source(),
                    row.fields().dest(),
                    service(row.fields()),
                    InventoryRecords.text(row.fields().comment())));
        }
        return rules;
    }

    /// As it stands in Proxmox's file.
    private static String text(FirewallRule row) {
        RuleFields fields = row.fields();
        StringBuilder text = new StringBuilder(row.type().toUpperCase(Locale.ROOT));
        text.append(' ')
                .append(fields.macro()
                        .map(macro -> macro + "(" + row.action() + ")")
                        .orElse(row.action()));
        option(text, "i", fields.iface());
        option(text, "source", fields.source());
        option(text, "dest", fields.dest());
        option(text, "p", fields.proto());
        option(text, "dport", fields.dport());
        option(text, "sport", fields.sport());
        option(text, "icmp-type", fields.icmpType());
        option(text, "log", fields.log());
        return text.toString();
    }

    private static void option(StringBuilder text, String name, Optional<String> value) {
        value.ifPresent(given -> text.append(" -").append(name).append(' ').append(given));
    }

    private static Optional<String> service(RuleFields fields) {
        return fields.macro()
                .or(() -> fields.proto()
                        .map(proto -> proto
                                + fields.dport()
                                        .or(fields::icmpType)
                                        .map(port -> "/" + port)
                                        .orElse("")));
    }

    Firewall.Alias alias(FirewallAlias row) {
        return new Firewall.Alias(place, row.name(), vmid, row.cidr(), InventoryRecords.text(row.comment()));
    }

    Firewall.IpSet ipSet(IpSet row) {
        return new Firewall.IpSet(place, row.name(), vmid, InventoryRecords.text(row.comment()));
    }

    Firewall.IpSetEntry entry(String ipset, IpSetEntry row) {
        return new Firewall.IpSetEntry(
                place, ipset, row.cidr(), vmid, row.nomatch().orElse(false), InventoryRecords.text(row.comment()));
    }

    List<Firewall.Option> options(Settings row) {
        return row.options().entrySet().stream()
                .filter(option -> !option.getKey().equals("digest"))
                .map(option -> new Firewall.Option(place, option.getKey(), vmid, option.getValue()))
                .toList();
    }
}
