package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.client.PropertyString;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestKind;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.Foreign;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that the memory knows of one guest, and the addresses that only the running guest can tell.
///
/// @param since when it got into the state shown
/// @param addressesFrom where the addresses come from, or why there are none
/// @param config what is not already shown as a disk, a network card or the notes; absent: never read
record GuestCard(
        int vmid,
        Optional<String> name,
        GuestKind kind,
        String node,
        String status,
        Optional<Instant> since,
        Optional<Instant> unknownSince,
        Optional<String> uptime,
        Optional<Boolean> template,
        Optional<String> lock,
        Optional<String> pool,
        List<String> tags,
        Optional<String> ha,
        Optional<Double> cpus,
        Optional<Long> cpuPct,
        Optional<Double> memGib,
        Optional<Long> memPct,
        Optional<Table> disks,
        Optional<Table> networkCards,
        Optional<List<String>> addresses,
        Optional<String> addressesFrom,
        Optional<Table> snapshots,
        Optional<Foreign> notes,
        Optional<Map<String, String>> config) {

    private static final String DISK = "(scsi|virtio|sata|ide|efidisk|tpmstate|mp|unused)[0-9]+|rootfs";
    private static final String CARD = "net[0-9]+";

    static GuestCard of(Reading reading, GuestState state) {
        Guest guest = state.guest();
        String cluster = reading.cluster().name();
        Optional<SortedMap<String, String>> config =
                reading.store().guests().config(cluster, guest.vmid(), reading.moment());
        Optional<List<GuestSnapshot>> snapshots =
                reading.store().guests().snapshots(cluster, guest.vmid(), reading.moment());
        Addresses addresses = reading.moment() instanceof Moment.Now
                ? Addresses.of(reading.cluster().api(), guest)
                : Addresses.notNow();
        Optional<GuestGauges> gauges = state.gauges();
        return new GuestCard(
                guest.vmid(),
                guest.name(),
                guest.kind(),
                guest.node(),
                guest.status(),
                Optional.of(state.validity().from()),
                state.validity().unknownSince(),
                gauges.flatMap(GuestGauges::uptimeSeconds).filter(s -> s > 0).map(Units::duration),
                Optional.of(true).filter(_ -> guest.template()),
                guest.lock(),
                guest.pool(),
                guest.tags(),
                guest.haState(),
                guest.cpus(),
                Units.percent(gauges.flatMap(GuestGauges::cpuFraction)),
                Units.gib(guest.memoryBytes()),
                Units.percent(gauges.flatMap(GuestGauges::memoryUsedBytes), guest.memoryBytes()),
                config.map(GuestCard::disks),
                config.map(GuestCard::cards),
                addresses.found(),
                addresses.remark(),
                snapshots.map(GuestCard::table),
                config.map(entries -> entries.get("description")).map(Foreign::new),
                config.map(GuestCard::rest));
    }

    private static Table disks(SortedMap<String, String> config) {
        return Table.of(
                entries(config, DISK),
                List.of(
                        Column.of("disk", Map.Entry::getKey),
                        Column.of(
                                "volume",
                                entry -> PropertyString.parse(entry.getValue())
                                        .get(first(entry.getKey()), first(entry.getKey()))),
                        Column.of(
                                "size",
                                entry -> PropertyString.parse(entry.getValue()).get("size"))));
    }

    /// A disk's property string begins with its volume, under a key that is mostly left out.
    private static String first(String disk) {
        return disk.equals("rootfs") || disk.startsWith("mp") ? "volume" : "file";
    }

    private static Table cards(SortedMap<String, String> config) {
        return Table.of(
                entries(config, CARD),
                List.of(
                        Column.of("card", Map.Entry::getKey),
                        Column.of("bridge", entry -> card(entry).get("bridge")),
                        Column.of("mac", entry -> mac(card(entry))),
                        Column.sparse("vlan", entry -> card(entry).get("tag")),
                        Column.sparse("ip", entry -> card(entry).get("ip"))));
    }

    private static PropertyString card(Map.Entry<String, String> entry) {
        return PropertyString.parse(entry.getValue());
    }

    /// A VM's card names its model with the address (`virtio=BC:24:…`), a container's has `hwaddr`.
    private static Optional<String> mac(PropertyString card) {
        return card.get("hwaddr")
                .or(() -> card.properties().stream()
                        .map(PropertyString.Property::value)
                        .filter(value -> value.matches("(?i)([0-9a-f]{2}:){5}[0-9a-f]{2}"))
                        .findFirst());
    }

    private static Table table(List<GuestSnapshot> snapshots) {
        return Table.of(
                snapshots,
                List.of(
                        Column.of("name", GuestSnapshot::name),
                        Column.of("created", GuestSnapshot::createdAt),
                        Column.sparse("parent", GuestSnapshot::parent),
                        Column.sparse("memory", snapshot -> Optional.of("yes").filter(_ -> snapshot.withMemory())),
                        Column.sparse(
                                "description",
                                snapshot -> snapshot.description().map(Foreign::clean))));
    }

    private static Map<String, String> rest(SortedMap<String, String> config) {
        Map<String, String> rest = new TreeMap<>(config);
        rest.keySet().removeIf(key -> key.matches(DISK) || key.matches(CARD) || key.equals("description"));
        return rest;
    }

    private static List<Map.Entry<String, String>> entries(SortedMap<String, String> config, String keys) {
        return config.entrySet().stream()
                .filter(entry -> entry.getKey().matches(keys))
                .toList();
    }
}
