package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.cluster.HaApi.HaResourceQuery;
import io.github.proxmoxmcp.client.firewall.FirewallRule;
import io.github.proxmoxmcp.client.firewall.GuestFirewallApi;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.cluster.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Hashes that Proxmox compares before it writes. Of jobs, pools, users, roles and rights it has none.
final class LiveDigests {

    /// What a digest is of.
    ///
    /// @param part of a firewall `rules` or `options`; else empty
    record Part(Kind kind, String scope, String part) {}

    private final Reading reading;
    private final Map<Part, String> known = new HashMap<>();

    LiveDigests(Reading reading) {
        this.reading = reading;
    }

    Optional<String> known(Part part) {
        return Optional.ofNullable(known.get(part));
    }

    void read(Kind kind, String scope) {
        Proxmox api = reading.cluster().api();
        switch (kind) {
            case STORAGE_DEFINITION ->
                put(kind, scope, "", api.storageConfig().definitions().stream().flatMap(row -> row.digest().stream()));
            case HA_RESOURCE ->
                put(
                        kind,
                        scope,
                        "",
                        api.ha().resources(HaResourceQuery.ALL).stream().flatMap(row -> row.digest().stream()));
            case HA_RULE -> put(kind, scope, "", api.ha().rules().stream().flatMap(row -> row.digest().stream()));
            case FIREWALL_RULE -> firewall(api, scope);
            default -> {}
        }
    }

    private void put(Kind kind, String scope, String part, java.util.stream.Stream<String> digests) {
        digests.findFirst().ifPresent(digest -> known.put(new Part(kind, scope, part), digest));
    }

    private void firewall(Proxmox api, String place) {
        if (place.equals("cluster")) {
            firewall(place, api.firewall().rules(), api.firewall().options());
            api.firewall()
                    .groups()
                    .forEach(group -> put(
                            Kind.FIREWALL_RULE,
                            "group/" + group.group(),
                            "rules",
                            api.firewall().groupRules(group.group()).stream().flatMap(rule -> rule.digest().stream())));
        } else if (place.startsWith("node/")) {
            String node = place.substring("node/".length());
            firewall(place, api.nodeFirewall().rules(node), api.nodeFirewall().options(node));
        } else {
            int vmid = Integer.parseInt(place.substring("guest/".length()));
            reading.guests().get(vmid).map(GuestState::guest).ifPresent(guest -> {
                GuestFirewallApi firewall =
                        api.guestFirewall(GuestType.of(guest.kind() == GuestKind.CONTAINER), guest.node(), vmid);
                firewall(place, firewall.rules(), firewall.options());
            });
        }
    }

    private void firewall(String place, List<FirewallRule> rules, Settings options) {
        put(Kind.FIREWALL_RULE, place, "rules", rules.stream().flatMap(rule -> rule.digest().stream()));
        put(Kind.FIREWALL_RULE, place, "options", options.digest().stream());
    }
}
