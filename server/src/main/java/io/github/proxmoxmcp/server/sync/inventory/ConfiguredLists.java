package io.github.proxmoxmcp.server.sync.inventory;

import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.filtered;
import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.rows;
import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.whole;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.MappingsApi.MappingQuery;
import io.github.proxmoxmcp.client.cluster.SdnApi.SdnQuery;
import io.github.proxmoxmcp.client.cluster.SdnApi.SdnStage;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.persistence.inventory.HaGroup;
import io.github.proxmoxmcp.persistence.inventory.HaRule;
import io.github.proxmoxmcp.persistence.inventory.HardwareMapping;
import io.github.proxmoxmcp.persistence.inventory.MetricServer;
import io.github.proxmoxmcp.persistence.inventory.Notification;
import io.github.proxmoxmcp.persistence.inventory.Sdn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lists of what is configured for the cluster as a whole: rules of the HA manager, the software-defined network,
/// mappings of hardware, notifications, servers of figures. Nothing but their age tells that they changed: Proxmox logs
/// none of it.
record ConfiguredLists(Proxmox api) {

    private static final int MINUTES = 30;

    private static final String[] SEE_MAPPING = {"Mapping.Modify", "Mapping.Use", "Mapping.Audit"};

    private static final SdnStage PENDING = new SdnStage(Optional.of(true), Optional.empty());

    List<InventorySource> all() {
        return Stream.of(
                        List.of(
                                whole(
                                        HaRule.class,
                                        "HA rules",
                                        MINUTES,
                                        () -> rows(api.ha().rules(), InventoryRecords::haRule)),
                                whole(HaGroup.class, "HA groups", MINUTES, this::haGroups)),
                        List.of(
                                sdn(Sdn.Zone.class, "SDN zones", this::zones),
                                sdn(Sdn.Vnet.class, "SDN vnets", this::vnets),
                                sdn(Sdn.Subnet.class, "SDN subnets", this::subnets)),
                        List.of(filtered(
                                HardwareMapping.class,
                                "mappings of hardware",
                                MINUTES,
                                this::mappings,
                                rights -> Stream.of("pci", "usb", "dir")
                                        .allMatch(type -> rights.everywhere("/mapping/" + type, SEE_MAPPING)))),
                        List.of(
                                whole(Notification.Target.class, "notification targets", MINUTES, this::targets),
                                whole(
                                        Notification.Matcher.class,
                                        "notification matchers",
                                        MINUTES,
                                        () -> rows(api.notifications().matchers(), InventoryRecords::matcher)),
                                whole(MetricServer.class, "metric servers", MINUTES, this::metricServers)))
                .flatMap(List::stream)
                .toList();
    }

    /// Proxmox VE 9 has rules, and refuses to list groups once they have become rules.
    private List<HaGroup> haGroups() {
        try {
            return rows(api.ha().groups(), InventoryRecords::haGroup);
        } catch (ProxmoxException e) {
            if (e.text().contains("migrated to rules")) {
                return List.of();
            }
            throw e;
        }
    }

    private static <T extends Record> InventorySource sdn(Class<T> type, String what, Supplier<List<T>> rows) {
        return filtered(
                type, what, MINUTES, rows, rights -> rights.everywhere("/sdn/zones", "SDN.Audit", "SDN.Allocate"));
    }

    private List<Sdn.Zone> zones() {
        Map<String, String> pending = pending(
                api.sdn().zones(new SdnQuery(Optional.empty(), Optional.of(true), Optional.empty())),
                row -> row.get("zone"));
        return rows(api.sdn().zones(SdnQuery.ALL), row -> InventoryRecords.zone(row, pending));
    }

    private List<Sdn.Vnet> vnets() {
        Map<String, String> pending = pending(api.sdn().vnets(PENDING), row -> row.get("vnet"));
        return rows(api.sdn().vnets(SdnStage.CONFIGURED), row -> InventoryRecords.vnet(row, pending));
    }

    private List<Sdn.Subnet> subnets() {
        return api.sdn().vnets(SdnStage.CONFIGURED).stream()
                .flatMap(vnet -> vnet.get("vnet").stream())
                .flatMap(vnet -> {
                    Map<String, String> pending = pending(api.sdn().subnets(vnet, PENDING), row -> row.get("subnet"));
                    return api.sdn().subnets(vnet, SdnStage.CONFIGURED).stream()
                            .map(row -> InventoryRecords.subnet(vnet, row, pending));
                })
                .toList();
    }

    /// What is not in force yet, by name: `new`, `changed` or `deleted`.
    private static Map<String, String> pending(List<Settings> rows, Function<Settings, Optional<String>> name) {
        return rows.stream()
                .filter(row -> name.apply(row).isPresent() && row.get("state").isPresent())
                .collect(Collectors.toMap(
                        row -> name.apply(row).orElseThrow(),
                        row -> row.get("state").orElseThrow(),
                        (one, _) -> one));
    }

    private List<HardwareMapping> mappings() {
        MappingQuery query = MappingQuery.UNCHECKED;
        return Stream.of(
                        Map.entry("pci", api.mappings().pci(query)),
                        Map.entry("usb", api.mappings().usb(query)),
                        Map.entry("dir", api.mappings().directories(query)))
                .flatMap(list -> list.getValue().stream().map(row -> InventoryRecords.mapping(list.getKey(), row)))
                .toList();
    }

    /// The list of all targets tells their type and whether they are used, those of each type the rest.
    private List<Notification.Target> targets() {
        Map<String, Settings> more = Stream.of(
                        api.notifications().sendmail(),
                        api.notifications().smtp(),
                        api.notifications().gotify(),
                        api.notifications().webhooks())
                .flatMap(List::stream)
                .filter(row -> row.get("name").isPresent())
                .collect(Collectors.toMap(row -> row.get("name").orElseThrow(), row -> row, (one, _) -> one));
        return rows(
                api.notifications().targets(),
                row -> InventoryRecords.target(row, Optional.ofNullable(more.get(row.name()))));
    }

    private List<MetricServer> metricServers() {
        return rows(
                api.options().metricServers(),
                row -> InventoryRecords.metricServer(row, api.options().metricServer(row.id())));
    }
}
