package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.backups.BackupReport;
import io.github.proxmoxmcp.server.cluster.FailedStart;
import io.github.proxmoxmcp.server.cluster.InventoryAt;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import io.github.proxmoxmcp.server.sync.asking.PendingReader;
import io.github.proxmoxmcp.server.tool.Flattened;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Units;
import io.github.proxmoxmcp.server.tool.Untrusted;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.history.ChangeLine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that the memory knows of one guest, and what only the running guest can tell.
///
/// @param ha what the HA manager sees, and what it is asked for where that is known
/// @param lastStartFailed when and why, of a guest that does not run
/// @param snapshots absent: never read
/// @param lastBackup the newest archive, or why none is known
/// @param pending changes that wait for the next start
public record GuestCard(
        @Flattened Identity identity,
        Optional<String> ha,
        Optional<String> lastStartFailed,
        @Flattened Load load,
        @Flattened Told told,
        @Flattened Hardware hardware,
        @Flattened Addresses reported,
        Optional<Table> snapshots,
        String lastBackup,
        Optional<Table> pending,
        Optional<Table> lastChanges,
        @Flattened Words words) {

    /// Which guest, where, and in which state.
    ///
    /// @param since when it got into this status, where that was seen
    record Identity(
            int vmid,
            @Untrusted Optional<String> name,
            GuestKind kind,
            @Untrusted String node,
            @Untrusted String status,
            Optional<Instant> since,
            Optional<Instant> unknownSince,
            Optional<String> uptime,
            Optional<Boolean> template,
            @Untrusted Optional<String> lock,
            @Untrusted Optional<String> pool,
            @Untrusted List<String> tags) {}

    /// What it may use, and uses.
    ///
    /// @param configured CPUs and memory as they are configured, where others are in force, and how much older the
    ///     configuration is than the rest
    record Load(
            Optional<Double> cpus,
            Optional<Long> cpuPct,
            Optional<Double> memGib,
            Optional<Long> memPct,
            Optional<String> configured) {}

    /// What the guest calls itself.
    record Told(Optional<UntrustedText> hostname, Optional<UntrustedText> system) {}

    /// What it is made of; absent: never read.
    ///
    /// @param unused disks that it has and does not use
    record Hardware(Optional<Table> disks, Optional<Table> unused, Optional<Table> networkCards) {}

    /// Where it can be reached.
    ///
    /// @param addressesFrom who told the addresses and when, or why there are none
    record Addresses(Optional<List<String>> addresses, String addressesFrom) {}

    /// What people wrote and set.
    ///
    /// @param config what is not already shown as a disk, a network card or the notes; absent: never read
    record Words(Optional<UntrustedText> notes, Optional<Map<String, UntrustedText>> config) {}

    private static final int CHANGES = 4;

    /// Parts whose ages differ by less than this count as equally old.

    private static final List<Column<PendingOption>> PENDING = List.of(
            Column.of("key", PendingOption::key),
            Column.of("in_force", option -> option.value().map(UntrustedText::marked)),
            Column.of(
                    "wanted",
                    option -> option.pending().map(UntrustedText::marked).orElse("(removed)")));

    /// @param missing takes what could not be told
    static GuestCard of(
            Reading reading,
            GuestState state,
            Optional<SortedMap<String, String>> config,
            boolean fresh,
            boolean whole,
            List<String> missing) {
        Guest guest = state.guest();
        UnusedDisks unused = UnusedDisks.of(reading, state, config.orElseGet(TreeMap::new));
        unused.missing().ifPresent(missing::add);
        GuestReportView told = GuestReportView.of(reading, state, config.orElseGet(TreeMap::new), fresh);
        Optional<GuestGauges> gauges =
                state.gauges().filter(_ -> !guest.status().equals("stopped"));
        return new GuestCard(
                identity(reading, state, gauges),
                ha(reading, state),
                FailedStart.of(reading, state),
                new Load(
                        guest.cpus(),
                        Units.percent(gauges.flatMap(GuestGauges::cpuFraction)),
                        Units.gib(guest.memoryBytes()),
                        Units.percent(gauges.flatMap(GuestGauges::memoryUsedBytes), guest.memoryBytes()),
                        config.flatMap(entries -> configured(reading, state, entries))),
                new Told(
                        told.report().flatMap(GuestReport::hostname).map(UntrustedText::oneLine),
                        told.report().flatMap(GuestReport::system).map(UntrustedText::oneLine)),
                new Hardware(config.map(GuestParts::disks), unused.table(), config.map(GuestParts::cards)),
                new Addresses(
                        told.report()
                                .filter(report -> report.readAt().isPresent())
                                .map(GuestCard::addresses),
                        told.remark()),
                reading.guests().snapshots(guest.vmid()).map(GuestParts::snapshots),
                backup(reading, state),
                pending(reading, state, fresh, missing),
                changes(reading, guest.vmid()),
                new Words(
                        config.flatMap(entries -> Optional.ofNullable(entries.get("description")))
                                .map(UntrustedText::new),
                        config.map(entries -> GuestParts.rest(entries, whole))));
    }

    private static Identity identity(Reading reading, GuestState state, Optional<GuestGauges> gauges) {
        Guest guest = state.guest();
        return new Identity(
                guest.vmid(),
                guest.name(),
                guest.kind(),
                guest.node(),
                guest.status(),
                changes(reading, guest.vmid(), Optional.of("status"), 1).stream()
                        .findFirst()
                        .map(Change::at),
                state.validity().unknownSince(),
                gauges.flatMap(GuestGauges::uptimeSeconds).filter(s -> s > 0).map(Units::duration),
                Optional.of(true).filter(_ -> guest.template()),
                guest.lock(),
                guest.pool(),
                guest.tags());
    }

    private static List<String> addresses(GuestReport report) {
        return report.addresses().stream()
                .map(address ->
                        UntrustedText.marked(address.address()) + " (" + UntrustedText.marked(address.card()) + ")")
                .toList();
    }

    /// A VM keeps the CPUs and the memory that it was started with; the configuration may be older than the rest.
    private static Optional<String> configured(Reading reading, GuestState state, SortedMap<String, String> config) {
        List<String> told = new ArrayList<>();
        if (state.guest().kind() == GuestKind.VM) {
            told.addAll(otherSizes(reading, state.guest(), config));
        }
        reading.configurationLag(state.guest().vmid())
                .map(lag -> "read " + Units.duration(lag.toSeconds()) + " before the rest (fresh=true reads it now)")
                .ifPresent(told::add);
        return told.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", told));
    }

    private static List<String> otherSizes(Reading reading, Guest guest, SortedMap<String, String> config) {
        Optional<Double> cpus = number(config, "vcpus")
                .or(() -> number(config, "cores")
                        .map(cores -> cores * number(config, "sockets").orElse(1.0)))
                .filter(wanted ->
                        guest.cpus().filter(one -> !one.equals(wanted)).isPresent());
        Optional<Double> memory = Units.gib(number(config, "memory").map(mib -> Math.round(mib * (1 << 20))))
                .filter(wanted -> Units.gib(guest.memoryBytes())
                        .filter(one -> !one.equals(wanted))
                        .isPresent());
        // The cluster shows no more CPUs of a guest than its node has.
        Optional<Integer> ofNode = reading.nodes().stream()
                .map(NodeState::node)
                .filter(node -> node.name().equals(guest.node()))
                .flatMap(node -> node.cpus().stream())
                .findFirst()
                .filter(most -> guest.cpus().equals(Optional.of(most.doubleValue())));
        return Stream.of(
                        cpus.map(wanted -> Math.round(wanted) + " cpus"
                                + ofNode.filter(most -> most < wanted)
                                        .map(most -> " (at most those of its node are shown: " + most + ")")
                                        .orElse(" (not in force)")),
                        memory.map(wanted -> wanted + " GiB of memory (not in force)"))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Double> number(SortedMap<String, String> config, String key) {
        return Optional.ofNullable(config.get(key))
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(Double::valueOf);
    }

    private static Optional<String> ha(Reading reading, GuestState state) {
        Guest guest = state.guest();
        Optional<String> requested = reading.guests().haRequested(guest.vmid());
        Optional<String> wanted = requested.map(UntrustedText::marked);
        return guest.haState()
                .map(UntrustedText::marked)
                .map(real -> real
                        + wanted.map(text -> " (requested: " + text + ")").orElse("")
                        + FailedStart.ofManager(reading, state)
                                .map(why -> "; " + why)
                                .orElse(""))
                .or(() -> wanted.map(text -> "requested: " + text));
    }

    /// Only archives count, never a task that says OK.
    private static String backup(Reading reading, GuestState state) {
        InventoryAt inventory = reading.inventory();
        Instant then = reading.moment() instanceof Moment.At(Instant at) ? at : reading.now();
        List<InventoryStore.Known<Backup>> archives =
                inventory.backups(Optional.of(state.guest().vmid()));
        return archives.stream()
                .findFirst()
                .map(newest -> newest.thing().createdAt().truncatedTo(ChronoUnit.SECONDS) + " ("
                        + Units.duration(Math.max(
                                0,
                                Duration.between(newest.thing().createdAt(), then)
                                        .toSeconds()))
                        + " before) on " + newest.thing().storage()
                        + newest.thing()
                                .sizeBytes()
                                .map(bytes -> ", " + Units.size(bytes))
                                .orElse("")
                        + BackupReport.remark(reading, state, archives)
                                .map(remark -> "; " + remark)
                                .orElse(""))
                .orElseGet(() -> {
                    String read = inventory.readings().stream()
                            .filter(one -> one.kind() == Kind.BACKUP)
                            .map(InventoryStore.Reading::scope)
                            .sorted()
                            .collect(Collectors.joining(", "));
                    return read.isEmpty() ? "unknown: no storage's archives were read" : "none seen on " + read;
                });
    }

    private static Optional<Table> pending(Reading reading, GuestState state, boolean fresh, List<String> missing) {
        if (reading.moment() instanceof Moment.At || !PendingReader.canWait(state.guest())) {
            return Optional.empty();
        }
        Synchronizer sync = reading.cluster().sync();
        try {
            Optional<List<PendingOption>> waiting =
                    fresh && reading.sync().error().isEmpty()
                            ? Optional.of(sync.askPending(state))
                            : sync.pending(state);
            if (waiting.isEmpty()) {
                missing.add("whether changes of the configuration wait for the next start was not read yet; fresh=true"
                        + " does");
            }
            return waiting.filter(options -> !options.isEmpty()).map(options -> Table.of(options, PENDING));
        } catch (ProxmoxException e) {
            missing.add("whether changes of the configuration wait for the next start: " + e.text());
            return Optional.empty();
        }
    }

    private static Optional<Table> changes(Reading reading, int vmid) {
        List<Change> changes = changes(reading, vmid, Optional.empty(), CHANGES);
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(Table.of(ChangeLine.of(reading, changes, Optional.empty()), ChangeLine.SHORT));
    }

    private static List<Change> changes(Reading reading, int vmid, Optional<String> field, int limit) {
        Instant until = reading.moment() instanceof Moment.At(Instant at) ? at : reading.now();
        return reading
                .store()
                .history()
                .changes(new ChangeQuery(
                        reading.cluster().name(),
                        Instant.EPOCH,
                        until,
                        Optional.of(Kind.GUEST),
                        Optional.of(String.valueOf(vmid)),
                        Optional.empty(),
                        field,
                        Optional.empty(),
                        limit))
                .rows()
                .stream()
                // Of a moment: what was seen by then, as all else that is told of it.
                .filter(change -> !change.at().isAfter(until))
                .toList();
    }
}
