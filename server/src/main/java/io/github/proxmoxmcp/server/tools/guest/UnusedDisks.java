package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.client.storage.StorageApi.Volume;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Units;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Disks that a guest has and does not use. Its configuration says only which volumes they are; what they are like,
/// their storages are asked now.
public record UnusedDisks(Optional<Table> table, Optional<String> missing) {

    private record Row(String disk, String volume, Optional<Volume> found) {

        String storage() {
            return volume.replaceFirst(":.*", "");
        }
    }

    static UnusedDisks of(Reading reading, GuestState state, Map<String, String> config) {
        SortedMap<String, String> unused = new TreeMap<>(config);
        unused.keySet().removeIf(key -> !key.matches("unused[0-9]+"));
        if (unused.isEmpty()) {
            return new UnusedDisks(Optional.empty(), Optional.empty());
        }
        Optional<String> missing = Optional.empty();
        List<Volume> volumes = List.of();
        if (reading.moment() instanceof Moment.Now && reading.sync().error().isEmpty()) {
            try {
                volumes = volumes(reading, state, unused);
            } catch (ProxmoxException e) {
                missing = Optional.of("what the unused disks are like could not be read: " + e.text());
            }
        }
        List<Volume> known = volumes;
        List<Row> rows = unused.entrySet().stream()
                .map(entry -> new Row(
                        entry.getKey(),
                        volume(entry.getValue()),
                        known.stream()
                                .filter(volume -> volume.volid().equals(volume(entry.getValue())))
                                .findFirst()))
                .toList();
        return new UnusedDisks(
                Optional.of(Table.of(
                        rows,
                        List.of(
                                Column.of("disk", Row::disk),
                                Column.of("storage", Row::storage),
                                Column.of("node", _ -> state.guest().node()),
                                Column.of(
                                        "size",
                                        row -> row.found().flatMap(Volume::size).map(Units::size)),
                                Column.of("format", row -> row.found().flatMap(Volume::format)),
                                Column.of("volume", row -> row.volume().replaceFirst("^[^:/]+:", ""))))),
                missing);
    }

    private static String volume(String value) {
        return value.replaceFirst(",.*", "");
    }

    private static List<Volume> volumes(Reading reading, GuestState state, SortedMap<String, String> unused) {
        ContentQuery own =
                new ContentQuery(Optional.empty(), Optional.of(state.guest().vmid()));
        return unused.values().stream()
                .map(volume -> volume.replaceFirst(":.*", ""))
                .distinct()
                .flatMap(storage ->
                        reading.cluster().api().storage().content(state.guest().node(), storage, own).stream())
                .toList();
    }
}
