package io.github.proxmoxmcp.server.tools.cluster;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Node;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.NodeGauges;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.persistence.StorageGauges;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.inventory.NodeUpdate;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.problems.NodeLoss;
import io.github.proxmoxmcp.server.tool.Flattened;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Units;
import io.github.proxmoxmcp.server.tool.Untrusted;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that the memory knows of a node. What was never read is absent, not empty.
///
/// @param ifLost whether the other nodes could carry its guests, by memory
public record NodeCard(
        @Flattened Identity identity,
        Table hardware,
        Table load,
        Table software,
        Map<String, String> guests,
        Optional<String> ifLost,
        Table storages,
        Optional<Table> network,
        @Untrusted Optional<List<String>> servicesNotRunning,
        Optional<Table> disks,
        @Flattened Updates waiting,
        Optional<Table> certificates) {

    /// Which node, and in which state.
    ///
    /// @param since when it got into the state shown, where that was seen
    record Identity(
            @Untrusted String node,
            @Untrusted String status,
            Optional<Instant> since,
            Optional<Instant> unknownSince,
            @Untrusted Optional<String> ip) {}

    /// What could be installed.
    ///
    /// @param updates how many packages
    /// @param packages their names and new versions
    record Updates(Optional<Integer> updates, @Untrusted Optional<List<String>> packages) {}

    private static final Map<Kind, String> LISTS = new TreeMap<>(Map.of(
            Kind.NODE_NETWORK, "network",
            Kind.NODE_SERVICE, "services",
            Kind.NODE_DISK, "disks",
            Kind.NODE_UPDATE, "updates",
            Kind.NODE_CERTIFICATE, "certificates"));

    private static final int PACKAGES = 25;

    static NodeCard of(Reading reading, NodeState state) {
        Node node = state.node();
        String name = node.name();
        Optional<NodeGauges> gauges = state.gauges().filter(_ -> node.status().equals("online"));
        Optional<List<NodeUpdate>> updates = read(reading, NodeUpdate.class, name, NodeUpdate::node);
        return new NodeCard(
                new Identity(
                        name,
                        node.status(),
                        reading.since(state.validity().from()),
                        state.validity().unknownSince(),
                        node.ip()),
                hardware(state, gauges),
                load(state, gauges),
                software(state),
                guests(reading, name),
                ifLost(reading, name),
                storages(reading, name),
                read(reading, NodeInterface.class, name, NodeInterface::node).map(NodeCard::network),
                read(reading, NodeService.class, name, NodeService::node)
                        .map(services -> services.stream()
                                .filter(service -> !service.state().equals("running"))
                                .map(service -> service.name() + " " + service.state())
                                .toList()),
                read(reading, NodeDisk.class, name, NodeDisk::node).map(NodeCard::disks),
                new Updates(
                        updates.map(List::size),
                        updates.map(NodeCard::packages).filter(packages -> !packages.isEmpty())),
                read(reading, NodeCertificate.class, name, NodeCertificate::node)
                        .map(NodeCard::certificates));
    }

    private static Table hardware(NodeState state, Optional<NodeGauges> gauges) {
        return Table.of(
                List.of(state.node()),
                List.of(
                        Column.of("cpus", Node::cpus),
                        Column.of("mem_gib", node -> Units.gib(node.memoryBytes())),
                        Column.of("root_disk_gib", _ -> Units.gib(gauges.flatMap(NodeGauges::rootDiskBytes))),
                        Column.of(
                                "cpu_model",
                                _ -> state.details()
                                        .flatMap(NodeDetails::cpuModel)
                                        .map(UntrustedText::new))));
    }

    private static Table load(NodeState state, Optional<NodeGauges> known) {
        return Table.of(
                known.stream().toList(),
                List.of(
                        Column.of("cpu_pct", gauges -> Units.percent(gauges.cpuFraction())),
                        Column.of(
                                "mem_pct",
                                gauges -> Units.percent(
                                        gauges.memoryUsedBytes(), state.node().memoryBytes())),
                        Column.of(
                                "root_disk_pct",
                                gauges -> Units.percent(gauges.rootDiskUsedBytes(), gauges.rootDiskBytes())),
                        Column.of("uptime", gauges -> gauges.uptimeSeconds().map(Units::duration))));
    }

    private static Table software(NodeState state) {
        return Table.of(
                state.details().stream().toList(),
                List.of(Column.of("version", NodeDetails::version), Column.of("kernel", NodeDetails::kernel)));
    }

    /// The lists of a node that nobody has read as a whole.
    static Optional<String> unread(Reading reading, String node) {
        return Optional.of(LISTS.entrySet().stream()
                        .filter(list ->
                                !InventoryQueries.whole(reading, list.getKey()).contains(node))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.joining(", ")))
                .filter(lists -> !lists.isEmpty());
    }

    private static <T extends Record> Optional<List<T>> read(
            Reading reading, Class<T> type, String node, Function<T, String> nodeOf) {
        List<T> own = reading.inventory().list(type).stream()
                .map(Known::thing)
                .filter(thing -> nodeOf.apply(thing).equals(node))
                .toList();
        return Optional.of(own)
                .filter(list -> !list.isEmpty()
                        || InventoryQueries.whole(
                                        reading, InventoryKind.of(type).kind())
                                .contains(node));
    }

    /// Of the past nobody knows how much memory was in use.
    private static Optional<String> ifLost(Reading reading, String node) {
        return reading.moment() instanceof Moment.At
                ? Optional.empty()
                : NodeLoss.of(node, reading.nodes(), InventoryQueries.guests(reading))
                        .map(NodeLoss::text);
    }

    private static Map<String, String> guests(Reading reading, String node) {
        Map<String, Long> counted = InventoryQueries.guests(reading).stream()
                .filter(state -> state.guest().node().equals(node))
                .collect(groupingBy(NodeCard::group, TreeMap::new, counting()));
        Map<String, String> texts = new LinkedHashMap<>();
        counted.forEach((group, count) -> texts.put(group, String.valueOf(count)));
        return texts;
    }

    private static String group(GuestState state) {
        return state.guest().template()
                ? "templates"
                : (state.guest().kind() == GuestKind.VM ? "vms_" : "containers_")
                        + state.guest().status();
    }

    private static Table storages(Reading reading, String node) {
        List<StorageState> own = reading.storages().stream()
                .filter(state -> state.storage().node().equals(node))
                .toList();
        return Table.of(
                own,
                List.of(
                        Column.of("storage", state -> state.storage().name()),
                        Column.of("status", state -> state.storage().status()),
                        Column.of(
                                "used_pct",
                                state -> Units.percent(
                                        state.gauges().flatMap(StorageGauges::usedBytes),
                                        state.gauges().flatMap(StorageGauges::totalBytes))),
                        Column.of("total_gib", state -> Units.gib(state.gauges().flatMap(StorageGauges::totalBytes)))));
    }

    private static Table network(List<NodeInterface> interfaces) {
        return Table.of(
                interfaces,
                List.of(
                        Column.of("name", NodeInterface::name),
                        Column.of("type", NodeInterface::type),
                        Column.of("state", one -> one.active() ? "up" : "down"),
                        Column.of("address", NodeInterface::address),
                        Column.sparse("gateway", NodeInterface::gateway),
                        Column.sparse(
                                "ports",
                                one -> Optional.of(String.join(" ", one.ports()))
                                        .filter(ports -> !ports.isEmpty())),
                        Column.sparse("vlan", NodeInterface::vlan),
                        Column.sparse("comment", one -> one.comment().map(UntrustedText::new))));
    }

    private static Table disks(List<NodeDisk> disks) {
        return Table.of(
                disks,
                List.of(
                        Column.of("disk", NodeDisk::name),
                        Column.of("health", NodeDisk::health),
                        Column.sparse("life_left_pct", NodeDisk::lifeLeftPercent),
                        Column.of("size_gib", disk -> Units.gib(disk.sizeBytes())),
                        Column.of("used_as", NodeDisk::usedAs),
                        Column.of("model", disk -> disk.model().map(UntrustedText::new))));
    }

    /// Names of packages, Proxmox's own first.
    private static List<String> packages(List<NodeUpdate> updates) {
        List<String> all = updates.stream()
                .sorted(Comparator.comparing(
                        update -> !update.name().matches("(pve|proxmox|qemu-server|libpve|corosync|ceph).*")))
                .map(update -> update.name() + " " + update.version())
                .toList();
        return all.size() <= PACKAGES
                ? all
                : Stream.concat(
                                all.stream().limit(PACKAGES),
                                Stream.of("and " + (all.size() - PACKAGES) + " more: query_state on node_updates"))
                        .toList();
    }

    private static Table certificates(List<NodeCertificate> certificates) {
        return Table.of(
                certificates,
                List.of(
                        Column.of("file", NodeCertificate::name),
                        Column.of("expires", NodeCertificate::expiresAt),
                        Column.of("issuer", certificate -> certificate.issuer().map(UntrustedText::new))));
    }
}
