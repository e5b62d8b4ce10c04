package io.github.proxmoxmcp.server.backups;

import static java.util.stream.Collectors.groupingBy;

import io.github.proxmoxmcp.persistence.BackupJob;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.InventoryStore.StoredBackup;
import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageDefinition;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.server.cluster.Inventoried;
import io.github.proxmoxmcp.server.cluster.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which guests have a backup, told from the archives that lie on storages and never from tasks that went well.
///
/// @param lines one for each guest that is no template, worst first
/// @param unread storages that take backups and whose archives could not all be read
public record BackupReport(List<Line> lines, Set<String> unread) {

    /// A backup may come a little late.
    private static final Duration TOLERANCE = Duration.ofHours(2);

    /// How a guest's backups are, worst first.
    public enum Verdict {
        NEVER,
        STALE,
        UNKNOWN,
        FRESH
    }

    /// A guest and its backups.
    ///
    /// @param newest of the archives that are known
    /// @param jobs that save it, of those that are enabled
    /// @param allowed how old the newest may be
    public record Line(
            Guest guest,
            Verdict verdict,
            Optional<StoredBackup> newest,
            int archives,
            List<String> jobs,
            Duration allowed) {}

    /// @param maxAge absent: the longest pause of the guest's job, or a day without one, and two hours
    public static BackupReport of(Reading reading, Instant at, Optional<Duration> maxAge) {
        String cluster = reading.cluster().name();
        Set<String> unread = unread(reading);
        List<BackupJob> jobs = reading.store().inventory().backupJobs(cluster, reading.moment()).stream()
                .map(Known::thing)
                .filter(BackupJob::enabled)
                .toList();
        Map<Integer, List<StoredBackup>> archives =
                reading.store().inventory().backups(cluster, Optional.empty(), reading.moment()).stream()
                        .filter(stored -> stored.backup().vmid().isPresent())
                        .collect(groupingBy(stored -> stored.backup().vmid().orElseThrow()));
        List<Line> lines = Inventoried.guests(reading).stream()
                .map(GuestState::guest)
                .filter(guest -> !guest.template())
                .map(guest -> line(guest, archives.getOrDefault(guest.vmid(), List.of()), jobs, maxAge, at, unread))
                .sorted(Comparator.comparing(Line::verdict)
                        .thenComparingInt(line -> line.guest().vmid()))
                .toList();
        return new BackupReport(lines, unread);
    }

    private static Line line(
            Guest guest,
            List<StoredBackup> ofVmid,
            List<BackupJob> jobs,
            Optional<Duration> maxAge,
            Instant at,
            Set<String> unread) {
        // A vmid may have been a container's before it was a VM's.
        List<StoredBackup> archives = ofVmid.stream()
                .filter(stored -> stored.backup().kind().orElse(guest.kind()) == guest.kind())
                .toList();
        List<BackupJob> covering =
                jobs.stream().filter(job -> covers(job, guest)).toList();
        Duration allowed = maxAge.orElseGet(() -> covering.stream()
                .map(job -> BackupSchedule.longestPause(job.schedule()))
                .min(Duration::compareTo)
                .orElse(Duration.ofDays(1))
                .plus(TOLERANCE));
        boolean fresh = archives.stream()
                .filter(stored -> stored.validity().unknownSince().isEmpty())
                .anyMatch(stored -> !stored.backup().createdAt().isBefore(at.minus(allowed)));
        Verdict verdict = fresh
                ? Verdict.FRESH
                : !unread.isEmpty() ? Verdict.UNKNOWN : archives.isEmpty() ? Verdict.NEVER : Verdict.STALE;
        return new Line(
                guest,
                verdict,
                archives.stream().findFirst(),
                archives.size(),
                covering.stream().map(BackupJob::id).toList(),
                allowed);
    }

    /// Whether a job saves a guest.
    static boolean covers(BackupJob job, Guest guest) {
        if (job.node().filter(node -> !node.equals(guest.node())).isPresent()) {
            return false;
        }
        String vmid = String.valueOf(guest.vmid());
        if (job.selection().equals("all")) {
            return job.excluded().filter(out -> words(out).contains(vmid)).isEmpty();
        }
        return job.selection().startsWith("pool/")
                ? guest.pool()
                        .filter(job.selection().substring("pool/".length())::equals)
                        .isPresent()
                : words(job.selection()).contains(vmid);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).toList();
    }

    /// Storages that take backups and were not read as wholes, or cannot be reached now.
    private static Set<String> unread(Reading reading) {
        String cluster = reading.cluster().name();
        Set<String> whole = Inventoried.whole(reading, Kind.BACKUP);
        List<StorageState> storages = reading.store().storages().list(cluster, reading.moment()).stream()
                .filter(state -> state.storage().content().contains("backup"))
                .toList();
        Set<String> unread = storages.stream()
                .filter(state -> !whole.contains(scope(state.storage())) || isAway(state, storages, reading))
                .map(state -> scope(state.storage()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown =
                storages.stream().map(state -> state.storage().name()).collect(Collectors.toSet());
        reading.store().inventory().storages(cluster, reading.moment()).stream()
                .map(Known::thing)
                .filter(defined -> defined.enabled() && defined.content().contains("backup"))
                .map(StorageDefinition::name)
                .filter(name -> !shown.contains(name))
                .forEach(unread::add);
        if (Inventoried.whole(reading, Kind.STORAGE_DEFINITION).isEmpty() && storages.isEmpty()) {
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
