package io.github.proxmoxmcp.server.tools.storage;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.ARCHIVES_SEEN;
import static io.github.proxmoxmcp.server.tool.Privileges.BACKUPS_SEEN;
import static io.github.proxmoxmcp.server.tool.Privileges.DISKS_SEEN;
import static io.github.proxmoxmcp.server.tool.Privileges.STORAGES;

import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageGauges;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.NameCheck;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.cluster.argument.Offset;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.EachCluster;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.LongAnswer;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.Units;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Storages and what lies on them.
public final class StorageTools {

    private final Readings readings;

    public StorageTools(Readings readings) {
        this.readings = readings;
    }

    /// Arguments of `list_storage`.
    record ListStorage(
            Optional<ClusterName> cluster,
            Optional<String> node,

            @Describe("images, rootdir, backup, iso, …") Optional<String> content,

            Optional<MomentText> at,
            Optional<Fresh> fresh) {}

    /// A storage on a node, or one that is the same on all; absent where it is only defined.
    private record Row(String name, Optional<StorageState> state, Optional<StorageDefinition> defined) {

        Optional<Storage> storage() {
            return state.map(StorageState::storage);
        }

        Optional<StorageGauges> gauges() {
            return state.flatMap(StorageState::gauges);
        }

        boolean takes(String content) {
            return storage()
                    .map(Storage::content)
                    .or(() -> defined.map(StorageDefinition::content))
                    .filter(kinds -> kinds.contains(content))
                    .isPresent();
        }

        String status() {
            if (state.isEmpty()) {
                return defined.filter(StorageDefinition::enabled).isPresent() ? "not shown by any node" : "disabled";
            }
            return state.get().storage().status();
        }
    }

    @EachCluster
    @Tool(
            name = "list_storage",
            title = "List storages",
            description = "Storages with type, content, state and usage: shared ones once, local ones for each node.",
            effect = READ,
            needs = STORAGES)
    Answer<Listing> listStorage(ListStorage request) {
        Reading reading = readings.open(request.cluster(), request.at(), request.fresh());
        request.node().ifPresent(node -> InventoryQueries.node(reading, node));
        request.content().ifPresent(NameCheck::content);
        List<Row> rows = rows(reading, request.node()).stream()
                .filter(row ->
                        request.content().filter(kind -> !row.takes(kind)).isEmpty())
                .toList();
        return reading.answer(Listing.whole(Table.of(rows, COLUMNS)));
    }

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.of("storage", Row::name),
            Column.of("node", row -> row.storage().map(storage -> storage.shared() ? "all" : storage.node())),
            Column.of(
                    "type",
                    row -> row.storage()
                            .flatMap(Storage::type)
                            .or(() -> row.defined().map(StorageDefinition::type))),
            Column.of(
                    "content",
                    row -> row.storage()
                            .map(Storage::content)
                            .or(() -> row.defined().map(StorageDefinition::content))
                            .map(kinds -> String.join(" ", kinds))),
            Column.of("status", Row::status),
            Column.of(
                    "used_pct",
                    row -> Units.percent(
                            row.gauges().flatMap(StorageGauges::usedBytes),
                            row.gauges().flatMap(StorageGauges::totalBytes))),
            Column.of("used_gib", row -> Units.gib(row.gauges().flatMap(StorageGauges::usedBytes))),
            Column.of("total_gib", row -> Units.gib(row.gauges().flatMap(StorageGauges::totalBytes))),
            Column.sparse(
                    "limited_to",
                    row -> row.defined()
                            .map(StorageDefinition::nodes)
                            .filter(nodes -> !nodes.isEmpty())
                            .map(nodes -> String.join(" ", nodes))),
            Column.sparse("location", row -> row.defined().flatMap(StorageDefinition::location)),
            Column.sparse("retention", row -> row.defined().flatMap(StorageDefinition::retention)),
            Column.sparse(
                    "unknown_since",
                    row -> row.state().flatMap(state -> state.validity().unknownSince())));

    private static List<Row> rows(Reading reading, Optional<String> node) {
        Map<String, StorageDefinition> defined = reading.inventory().list(StorageDefinition.class).stream()
                .map(InventoryStore.Known::thing)
                .collect(Collectors.toMap(StorageDefinition::name, Function.identity()));
        List<StorageState> states = reading.storages().stream()
                .filter(state ->
                        node.filter(one -> !one.equals(state.storage().node())).isEmpty())
                // What is known of now comes before what was lost with a node.
                .sorted(Comparator.comparing(
                        state -> state.validity().unknownSince().isPresent()))
                .toList();
        Set<String> shown = new HashSet<>();
        Set<String> names = states.stream().map(state -> state.storage().name()).collect(Collectors.toSet());
        Stream<Row> present = states.stream()
                .filter(state -> shown.add(StorageRows.scope(state.storage())))
                .map(state -> new Row(
                        state.storage().name(),
                        Optional.of(state),
                        Optional.ofNullable(defined.get(state.storage().name()))));
        Stream<Row> absent = defined.values().stream()
                .filter(definition -> node.isEmpty() && !names.contains(definition.name()))
                .map(definition -> new Row(definition.name(), Optional.empty(), Optional.of(definition)));
        return Stream.concat(present, absent)
                .sorted(Comparator.comparing(Row::name)
                        .thenComparing(row -> row.storage().map(Storage::node).orElse("")))
                .toList();
    }

    /// Arguments of `list_volumes`.
    record ListVolumes(
            Optional<ClusterName> cluster,
            String storage,

            @Describe("needed for a local storage") Optional<String> node,

            @Describe("images, backup, iso, …") Optional<String> content,

            Optional<GuestRef> guest,
            Optional<Limit> limit,
            Optional<String> cursor,
            Optional<MomentText> at) {}

    @LongAnswer
    @Tool(
            name = "list_volumes",
            title = "List volumes",
            description = "What is on a storage, read live: disks, ISO images, templates and backups with guest, size,"
                    + " age, notes and protection.",
            effect = READ,
            needs = {STORAGES, DISKS_SEEN, BACKUPS_SEEN, ARCHIVES_SEEN})
    Answer<Listing> listVolumes(ListVolumes request) {
        Reading reading = readings.open(request.cluster(), request.at(), Optional.empty());
        request.content().ifPresent(NameCheck::content);
        Storage storage = StorageRows.one(reading, request.storage(), request.node());
        Optional<Integer> vmid =
                request.guest().map(guest -> guest.vmid().orElseGet(() -> GuestFinder.vmid(reading, guest)));
        StorageRows.Found found = reading.moment() instanceof Moment.Now
                ? StorageRows.live(reading, storage, request.content(), vmid)
                : StorageRows.remembered(reading, storage, request.content(), vmid);
        if (found.volumes().isEmpty()) {
            request.guest().ifPresent(guest -> GuestFinder.vmid(reading, guest));
        }
        Instant now = reading.moment() instanceof Moment.At(Instant then) ? then : reading.now();
        Answer<Listing> answer =
                reading.answer(Offset.page(found.volumes(), volumes(now), request.limit(), request.cursor()));
        return found.missing().map(answer::without).orElse(answer);
    }

    private static List<Column<StorageRows.Volume>> volumes(Instant now) {
        return List.of(
                Column.of("volume", StorageRows.Volume::id),
                Column.of("content", StorageRows.Volume::content),
                Column.sparse("vmid", StorageRows.Volume::vmid),
                Column.of("format", StorageRows.Volume::format),
                Column.of("size", volume -> volume.sizeBytes().map(Units::size)),
                Column.sparse(
                        "age",
                        volume -> volume.created()
                                .map(made -> Units.duration(
                                        Math.max(0, Duration.between(made, now).toSeconds())))),
                Column.sparse("created", StorageRows.Volume::created),
                Column.sparse("protected", volume -> Optional.of("yes").filter(_ -> volume.isProtected())),
                Column.sparse("notes", volume -> volume.notes().map(UntrustedText::new)));
    }
}
