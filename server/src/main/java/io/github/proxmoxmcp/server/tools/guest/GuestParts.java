package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The parts of a guest, read out of its configuration.
public final class GuestParts {

    private static final String DISK = "(scsi|virtio|sata|ide|efidisk|tpmstate|mp|unused)[0-9]+|rootfs";
    private static final String CARD = "net[0-9]+";

    /// Identifiers that Proxmox made and nobody asks for.
    private static final String NOISE = "smbios1|vmgenid|meta|description";

    private static final int MAX_VALUE_CHARACTERS = 100;

    private GuestParts() {}

    static Table disks(SortedMap<String, String> config) {
        return Table.of(
                entries(config, DISK),
                List.of(
                        Column.of("disk", Map.Entry::getKey),
                        Column.of("storage", entry -> storage(volume(entry))),
                        Column.of("size", entry -> parsed(entry).get("size")),
                        Column.of("volume", entry -> volume(entry).replaceFirst("^[^:/]+:", "")),
                        Column.sparse("mounted_at", entry -> parsed(entry).get("mp")),
                        Column.sparse("media", entry -> parsed(entry).get("media"))));
    }

    /// A disk's property string begins with its volume, under a key that is mostly left out.
    private static String volume(Map.Entry<String, String> entry) {
        String key = entry.getKey().equals("rootfs") || entry.getKey().startsWith("mp") ? "volume" : "file";
        return parsed(entry).get(key, key).orElse("");
    }

    /// A volume without a storage is a path of the node, or nothing (an empty drive).
    private static Optional<String> storage(String volume) {
        return volume.matches("[^:/]+:.*") ? Optional.of(volume.replaceFirst(":.*", "")) : Optional.empty();
    }

    static Table cards(SortedMap<String, String> config) {
        return Table.of(
                entries(config, CARD),
                List.of(
                        Column.of("card", Map.Entry::getKey),
                        Column.of("bridge", entry -> parsed(entry).get("bridge")),
                        Column.of("mac", entry -> mac(parsed(entry))),
                        Column.sparse("vlan", entry -> parsed(entry).get("tag")),
                        Column.sparse("ip_configured", entry -> parsed(entry).get("ip")),
                        Column.sparse(
                                "firewall",
                                entry -> parsed(entry).get("firewall").filter("1"::equals)),
                        Column.sparse(
                                "link_down",
                                entry -> parsed(entry).get("link_down").filter("1"::equals))));
    }

    private static PropertyString parsed(Map.Entry<String, String> entry) {
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

    static Table snapshots(List<GuestSnapshot> snapshots) {
        return Table.of(
                snapshots,
                List.of(
                        Column.of("name", GuestSnapshot::name),
                        Column.of("created", GuestSnapshot::createdAt),
                        Column.sparse("parent", GuestSnapshot::parent),
                        Column.sparse("memory", snapshot -> Optional.of("yes").filter(_ -> snapshot.withMemory())),
                        Column.sparse(
                                "description",
                                snapshot -> snapshot.description().map(UntrustedText::new))));
    }

    /// What is not already told as a disk, a card or the notes; or every line as it is.
    static Map<String, UntrustedText> rest(SortedMap<String, String> config, boolean whole) {
        Map<String, String> rest = new TreeMap<>(config);
        if (!whole) {
            rest.keySet().removeIf(key -> key.matches(DISK) || key.matches(CARD) || key.matches(NOISE));
            rest.replaceAll((_, value) -> UntrustedText.line(value, MAX_VALUE_CHARACTERS));
        }
        Map<String, UntrustedText> marked = new TreeMap<>();
        rest.forEach((key, value) -> marked.put(key, new UntrustedText(value)));
        return marked;
    }

    private static List<Map.Entry<String, String>> entries(SortedMap<String, String> config, String keys) {
        return config.entrySet().stream()
                .filter(entry -> entry.getKey().matches(keys))
                .toList();
    }
}
