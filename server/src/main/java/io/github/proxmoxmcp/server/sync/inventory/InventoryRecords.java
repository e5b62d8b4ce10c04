package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.client.cluster.HaApi;
import io.github.proxmoxmcp.client.cluster.MappingsApi;
import io.github.proxmoxmcp.client.cluster.NotificationsApi;
import io.github.proxmoxmcp.client.cluster.OptionsApi;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What Proxmox says of what is configured for the whole cluster, in the words of the memory.
final class InventoryRecords {

    private static final List<String> ALWAYS = List.of("digest", "type", "state", "pending");

    private InventoryRecords() {}

    static HaRule haRule(HaApi.HaRule row) {
        return new HaRule(
                row.rule(),
                row.type().orElse(""),
                !row.disable().orElse(false),
                words(row.resources()),
                words(row.nodes()),
                row.affinity(),
                row.strict().orElse(false),
                text(row.comment()));
    }

    static HaGroup haGroup(HaApi.HaGroup row) {
        return new HaGroup(
                row.group(),
                words(row.nodes()),
                row.restricted().orElse(false),
                row.nofailback().orElse(false),
                text(row.comment()));
    }

    static Sdn.Zone zone(Settings row, Map<String, String> pending) {
        String name = row.get("zone").orElse("");
        return new Sdn.Zone(
                name,
                row.get("type").orElse(""),
                words(row.get("nodes")),
                Optional.ofNullable(pending.get(name)),
                rest(row, "zone", "nodes"));
    }

    static Sdn.Vnet vnet(Settings row, Map<String, String> pending) {
        String name = row.get("vnet").orElse("");
        return new Sdn.Vnet(
                name,
                row.get("zone"),
                row.get("tag").filter(tag -> tag.matches("\\d{1,9}")).map(Integer::valueOf),
                text(row.get("alias")),
                Optional.ofNullable(pending.get(name)),
                rest(row, "vnet", "zone", "tag", "alias"));
    }

    static Sdn.Subnet subnet(String vnet, Settings row, Map<String, String> pending) {
        String name = row.get("subnet").orElse("");
        return new Sdn.Subnet(
                name,
                vnet,
                row.get("cidr"),
                row.get("gateway"),
                row.isOn("snat"),
                Optional.ofNullable(pending.get(name)),
                rest(row, "subnet", "id", "vnet", "zone", "cidr", "gateway", "snat", "network", "mask"));
    }

    static HardwareMapping mapping(String type, MappingsApi.Mapping row) {
        return new HardwareMapping(type, row.id(), row.map().stream().sorted().toList(), text(row.description()));
    }

    static Notification.Target target(NotificationsApi.NotificationTarget row, Optional<Settings> more) {
        return new Notification.Target(
                row.name(),
                row.type(),
                !row.disable().orElse(false),
                row.origin(),
                text(row.comment()),
                more.map(settings -> rest(settings, "name", "disable", "origin", "comment"))
                        .orElseGet(TreeMap::new));
    }

    static Notification.Matcher matcher(NotificationsApi.Matcher row) {
        return new Notification.Matcher(
                row.name(),
                !row.disable().orElse(false),
                row.mode().orElse("all"),
                row.invertMatch().orElse(false),
                Stream.of(
                                conditions("severity", row.matchSeverity()),
                                conditions("field", row.matchField()),
                                conditions("calendar", row.matchCalendar()))
                        .flatMap(List::stream)
                        .sorted()
                        .toList(),
                row.target().orElse(List.of()).stream().sorted().toList(),
                row.origin(),
                text(row.comment()));
    }

    private static List<String> conditions(String of, Optional<List<String>> values) {
        return values.orElse(List.of()).stream().map(value -> of + "=" + value).toList();
    }

    static MetricServer metricServer(OptionsApi.MetricServer row, Settings more) {
        return new MetricServer(
                row.id(),
                row.type(),
                !row.disable().orElse(false),
                row.server(),
                row.port(),
                rest(more, "id", "disable", "server", "port"));
    }

    /// The options that have no column of their own; credentials were struck out when they were read.
    static SortedMap<String, String> rest(Settings row, String... columns) {
        SortedMap<String, String> rest = new TreeMap<>(row.options());
        rest.keySet().removeAll(ALWAYS);
        rest.keySet().removeAll(List.of(columns));
        rest.values().removeIf(String::isBlank);
        return rest;
    }

    /// Proxmox separates words in many ways, and sorts them at random.
    static List<String> words(Optional<String> text) {
        return text.stream()
                .flatMap(words -> Stream.of(words.split("[,; ]+")))
                .filter(word -> !word.isEmpty())
                .sorted()
                .distinct()
                .toList();
    }

    static Optional<String> text(Optional<String> text) {
        return text.map(String::strip).filter(words -> !words.isEmpty());
    }
}
