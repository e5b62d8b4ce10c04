package io.github.proxmoxmcp.server.backups;

import static java.util.stream.Collectors.toMap;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which guests have a backup, told from the archives that lie on storages and never from tasks that went well.
///
/// @param lines one for each guest that is no template, worst first
/// @param unread storages that take backups and whose archives could not all be read
/// @param disabled storages for backups that are switched off: what lies there was not read either
public record BackupReport(List<Line> lines, Set<String> unread, Set<String> disabled) {

    /// A backup may come a little late.
    private static final Duration TOLERANCE = Duration.ofHours(2);

    /// Nothing that a whole guest fits into.
    private static final long TINY = 1L << 20;

    /// How a guest's backups are, worst first. `FAILED`: the newest did not pass its verification; `DOUBTFUL`: the
    /// fresh one may be another guest's.
    public enum Verdict {
        NEVER,
        FAILED,
        STALE,
        DOUBTFUL,
        UNKNOWN,
        FRESH
    }

    /// A guest and its backups.
    ///
    /// @param newest of the archives that are known
    /// @param jobs that save it, of those that are enabled
    /// @param allowed how old the newest may be
    /// @param unscheduled why no job saves it, where one would
    /// @param remark what is odd about the newest
    public record Line(
            Guest guest,
            Verdict verdict,
            Optional<Known<Backup>> newest,
            int archives,
            List<String> jobs,
            Optional<String> unscheduled,
            Duration allowed,
            Optional<String> remark) {}

    /// @param maxAge absent: the longest pause of the guest's job, or a day without one, and two hours
    public static BackupReport of(Reading reading, Instant at, Optional<Duration> maxAge) {
        return of(reading, InventoryQueries.guests(reading), at, maxAge);
    }

    /// The same, of guests that were read already.
    public static BackupReport of(Reading reading, List<GuestState> known, Instant at, Optional<Duration> maxAge) {
        Set<String> unread = unread(reading);
        List<BackupJob> defined = reading.inventory().list(BackupJob.class).stream()
                .map(Known::thing)
                .toList();
        List<Job> jobs = defined.stream().map(Job::of).toList();
        Map<Integer, List<Known<Backup>>> archives = reading.inventory().backupsByGuest();
        List<GuestState> guests =
                known.stream().filter(state -> !state.guest().template()).toList();
        ArchiveDoubts doubts = new ArchiveDoubts(
                reading,
                archives,
                guests.stream().collect(toMap(state -> state.guest().vmid(), Function.identity())));
        Inputs inputs = new Inputs(jobs, pauses(reading, defined), maxAge, at, unread, disabled(reading), doubts);
        List<Line> lines = guests.stream()
                .map(state -> line(state, archives.getOrDefault(state.guest().vmid(), List.of()), inputs))
                .sorted(Comparator.comparing(Line::verdict)
                        .thenComparingInt(line -> line.guest().vmid()))
                .toList();
        return new BackupReport(lines, unread, inputs.disabled().keySet());
    }

    /// By schedule, the longest pause between two runs: as the cluster says, or else as far as whole days go.
    private static Map<String, Duration> pauses(Reading reading, List<BackupJob> jobs) {
        boolean asks = reading.asks()
                && reading.moment() instanceof Moment.Now
                && reading.sync().error().isEmpty();
        return jobs.stream()
                .filter(BackupJob::enabled)
                .map(BackupJob::schedule)
                .distinct()
                .collect(toMap(
                        Function.identity(),
                        schedule -> reading.cluster()
                                .schedules()
                                .longestPause(schedule, reading.now(), asks)
                                .orElseGet(() -> BackupSchedule.longestPause(schedule))));
    }

    /// What is the same for all guests.
    private record Inputs(
            List<Job> jobs,
            Map<String, Duration> pauses,
            Optional<Duration> maxAge,
            Instant at,
            Set<String> unread,
            Map<String, Instant> disabled,
            ArchiveDoubts doubts) {

        /// Whether an archive that is young enough may lie where nobody looked.
        boolean mayHide(Duration allowed) {
            return !unread.isEmpty() || disabled.values().stream().anyMatch(since -> since.isAfter(at.minus(allowed)));
        }
    }

    /// A job, whose words are not taken apart for each guest.
    ///
    /// @param selected the vmids that it names
    record Job(BackupJob job, Set<String> selected, Set<String> excluded) {

        static Job of(BackupJob job) {
            return new Job(
                    job, words(job.selection()), job.excluded().map(Job::words).orElse(Set.of()));
        }

        private static Set<String> words(String text) {
            return Arrays.stream(text.split(",")).map(String::strip).collect(Collectors.toSet());
        }

        boolean excludes(Guest guest) {
            return job.selection().equals("all") && excluded.contains(String.valueOf(guest.vmid()));
        }

        /// Whether it saves a guest.
        boolean covers(Guest guest) {
            if (job.node().filter(node -> !node.equals(guest.node())).isPresent()) {
                return false;
            }
            if (job.selection().equals("all")) {
                return !excludes(guest);
            }
            return job.selection().startsWith("pool/")
                    ? guest.pool()
                            .filter(job.selection().substring("pool/".length())::equals)
                            .isPresent()
                    : selected.contains(String.valueOf(guest.vmid()));
        }
    }

    private static Line line(GuestState state, List<Known<Backup>> ofVmid, Inputs inputs) {
        Guest guest = state.guest();
        List<Known<Backup>> archives = ofKind(ofVmid, guest);
        List<BackupJob> covering = covering(inputs.jobs(), guest);
        Duration allowed = inputs.maxAge()
                .orElseGet(() -> covering.stream()
                        .map(job -> inputs.pauses().getOrDefault(job.schedule(), Duration.ofDays(1)))
                        .min(Duration::compareTo)
                        .orElse(Duration.ofDays(1))
                        .plus(TOLERANCE));
        List<Known<Backup>> young = young(archives, inputs.at().minus(allowed));
        Optional<String> doubt = Optional.empty();
        for (Known<Backup> stored : young) {
            doubt = inputs.doubts().doubt(state, stored);
            if (doubt.isEmpty()) {
                break;
            }
        }
        return new Line(
                guest,
                verdict(archives, young, doubt, allowed, inputs),
                archives.stream().findFirst(),
                archives.size(),
                covering.stream().map(BackupJob::id).toList(),
                covering.isEmpty() ? whyNoJob(guest, inputs.jobs()) : Optional.empty(),
                allowed,
                doubt.or(() -> odd(archives)));
    }

    /// A vmid may have been a container's before it was a VM's.
    private static List<Known<Backup>> ofKind(List<Known<Backup>> ofVmid, Guest guest) {
        for (Known<Backup> stored : ofVmid) {
            if (stored.thing().kind().orElse(guest.kind()) != guest.kind()) {
                return ofVmid.stream()
                        .filter(one -> one.thing().kind().orElse(guest.kind()) == guest.kind())
                        .toList();
            }
        }
        return ofVmid;
    }

    private static List<BackupJob> covering(List<Job> jobs, Guest guest) {
        List<BackupJob> covering = new ArrayList<>();
        for (Job job : jobs) {
            if (job.job().enabled() && job.covers(guest)) {
                covering.add(job.job());
            }
        }
        return covering;
    }

    /// Archives are sorted, the newest first.
    private static List<Known<Backup>> young(List<Known<Backup>> archives, Instant since) {
        List<Known<Backup>> young = new ArrayList<>();
        for (Known<Backup> stored : archives) {
            if (stored.thing().createdAt().isBefore(since)) {
                break;
            }
            if (stored.validity().unknownSince().isEmpty()) {
                young.add(stored);
            }
        }
        return young;
    }

    /// What is odd about the newest of one guest's archives.
    public static Optional<String> remark(Reading reading, GuestState state, List<Known<Backup>> archives) {
        return archives.stream()
                .findFirst()
                .flatMap(newest -> new ArchiveDoubts(reading, Map.of(), Map.of()).doubt(state, newest))
                .or(() -> odd(archives));
    }

    private static Verdict verdict(
            List<Known<Backup>> archives,
            List<Known<Backup>> young,
            Optional<String> doubt,
            Duration allowed,
            Inputs inputs) {
        if (archives.stream().findFirst().filter(BackupReport::failed).isPresent()) {
            return Verdict.FAILED;
        }
        if (!young.isEmpty()) {
            return doubt.isPresent() ? Verdict.DOUBTFUL : Verdict.FRESH;
        }
        if (archives.isEmpty()) {
            return inputs.unread().isEmpty() && inputs.disabled().isEmpty() ? Verdict.NEVER : Verdict.UNKNOWN;
        }
        return inputs.mayHide(allowed) ? Verdict.UNKNOWN : Verdict.STALE;
    }

    private static boolean failed(Known<Backup> stored) {
        return stored.thing().verification().filter("failed"::equals).isPresent();
    }

    private static Optional<String> odd(List<Known<Backup>> archives) {
        Optional<Known<Backup>> newest = archives.stream().findFirst();
        if (newest.filter(BackupReport::failed).isPresent()) {
            return Optional.of("verification of the newest failed");
        }
        Optional<Long> size = newest.flatMap(stored -> stored.thing().sizeBytes());
        Optional<Long> before = archives.stream()
                .skip(1)
                .findFirst()
                .flatMap(stored -> stored.thing().sizeBytes());
        if (size.filter(bytes -> bytes < TINY).isPresent()) {
            return Optional.of("suspiciously small: " + size.get() + " bytes");
        }
        return size.flatMap(bytes -> before.filter(older -> bytes < older / 10)
                .map(older ->
                        "suspiciously small: " + Math.round(100.0 * bytes / older) + " % of the archive before it"));
    }

    private static Optional<String> whyNoJob(Guest guest, List<Job> jobs) {
        List<String> reasons = jobs.stream()
                .flatMap(one -> !one.job().enabled() && one.covers(guest)
                        ? Stream.of("job " + one.job().id() + " is disabled")
                        : one.excludes(guest)
                                ? Stream.of("excluded from job " + one.job().id())
                                : Stream.empty())
                .toList();
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
    }

    /// Storages for backups that nobody can look at, because they are switched off, and since when at the latest.
    private static Map<String, Instant> disabled(Reading reading) {
        return reading.inventory().list(StorageDefinition.class).stream()
                .filter(known ->
                        !known.thing().enabled() && known.thing().content().contains("backup"))
                .collect(toMap(
                        known -> known.thing().name(),
                        known -> known.validity().from(),
                        (one, _) -> one,
                        TreeMap::new));
    }

    /// Storages that take backups and were not read as wholes, or cannot be reached now.
    private static Set<String> unread(Reading reading) {
        Set<String> whole = InventoryQueries.whole(reading, Kind.BACKUP);
        List<StorageState> storages = reading.storages().stream()
                .filter(state -> state.storage().content().contains("backup"))
                .toList();
        Set<String> unread = storages.stream()
                .filter(state -> !whole.contains(scope(state.storage())) || isAway(state, storages, reading))
                .map(state -> scope(state.storage()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown =
                storages.stream().map(state -> state.storage().name()).collect(Collectors.toSet());
        reading.inventory().list(StorageDefinition.class).stream()
                .map(Known::thing)
                .filter(defined -> defined.enabled() && defined.content().contains("backup"))
                .map(StorageDefinition::name)
                .filter(name -> !shown.contains(name))
                .forEach(unread::add);
        if (InventoryQueries.whole(reading, Kind.STORAGE_DEFINITION).isEmpty() && storages.isEmpty()) {
            unread.add("(the storages themselves)");
        }
        return unread;
    }

    private static String scope(Storage storage) {
        return storage.shared() ? storage.name() : storage.name() + "@" + storage.node();
    }

    /// A shared storage is away only when no node has it any more.
    private static boolean isAway(StorageState state, List<StorageState> all, Reading reading) {
        return reading.moment() instanceof Moment.Now
                && all.stream()
                        .filter(other -> scope(other.storage()).equals(scope(state.storage())))
                        .allMatch(other -> other.validity().unknownSince().isPresent());
    }
}
