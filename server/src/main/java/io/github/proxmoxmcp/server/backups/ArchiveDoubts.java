package io.github.proxmoxmcp.server.backups;

import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.server.cluster.ConfigFacts;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tells which archives may be another guest's though they bear the vmid: of a guest that had the vmid before, or of
/// another cluster that keeps its archives on the same storage. A vmid alone proves nothing there.
final class ArchiveDoubts {

    private static final int MAX_TASKS = 1000;
    private static final int MAX_METAS_READ = 5;
    private static final Duration CLOCKS = Duration.ofMinutes(2);
    private static final Pattern MADE = Pattern.compile("(?:^|,)ctime=(\\d{1,12})");

    /// What Proxmox writes into the notes by default, the name of the guest, is one word.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

    private final Reading reading;
    private final Map<Integer, List<Known<Backup>>> archives;
    private Optional<Map<String, Set<Integer>>> vmidsByNotes = Optional.empty();
    private final Map<String, Set<Integer>> vmidsByName = new HashMap<>();
    private final Set<String> sharedStorages = new HashSet<>();
    private Optional<List<Task>> runs = Optional.empty();
    private Optional<Map<Integer, ConfigFacts>> metas = Optional.empty();
    private int metasRead;

    /// @param archives of each vmid
    ArchiveDoubts(Reading reading, Map<Integer, List<Known<Backup>>> archives, Map<Integer, GuestState> guests) {
        this.reading = reading;
        this.archives = archives;
        guests.forEach((vmid, guest) -> {
            for (Known<Backup> stored : archives.getOrDefault(vmid, List.of())) {
                if (isNamedOtherwise(guest, stored.thing())) {
                    sharedStorages.add(stored.thing().storage());
                }
            }
        });
    }

    /// Why an archive may not be of this guest.
    Optional<String> doubt(GuestState guest, Known<Backup> stored) {
        Backup backup = stored.thing();
        Optional<Instant> made = made(guest, backup).filter(backup.createdAt()::isBefore);
        if (made.isPresent()) {
            return Optional.of("the archive is older than this guest (made " + made.get()
                    + "): it may be of another one that had the vmid");
        }
        if (!sharedStorages.contains(stored.thing().storage()) || isSaid(guest, backup) || wasMadeHere(guest, backup)) {
            return Optional.empty();
        }
        return Optional.of(
                isNamedOtherwise(guest, backup)
                        ? "the archive's notes name '" + UntrustedText.line(notes(backup))
                                + "' and no backup task of this cluster made it: it may be another cluster's"
                        : "its storage has archives of other guests under vmids of this cluster, and nothing tells"
                                + " whose this one is");
    }

    private static String notes(Backup backup) {
        return backup.notes().orElse("").strip();
    }

    /// The notes are a name that this guest never had, and no text that several guests have.
    private boolean isNamedOtherwise(GuestState guest, Backup backup) {
        // Most archives bear the name of their guest, which is known soonest.
        if (isSaid(guest, backup)) {
            return false;
        }
        String notes = notes(backup);
        return NAME.matcher(notes).matches()
                && vmidsByNotes().getOrDefault(notes, Set.of()).size() == 1
                && !vmidsByName
                        .computeIfAbsent(
                                notes,
                                name -> Set.copyOf(reading.store().guests().everNamed(guest.cluster(), name)))
                        .contains(guest.guest().vmid());
    }

    private Map<String, Set<Integer>> vmidsByNotes() {
        Map<String, Set<Integer>> vmids = vmidsByNotes.orElseGet(() -> archives.values().stream()
                .flatMap(List::stream)
                .filter(stored -> stored.thing().notes().isPresent())
                .collect(Collectors.groupingBy(
                        stored -> notes(stored.thing()),
                        Collectors.mapping(stored -> stored.thing().vmid().orElse(0), Collectors.toSet()))));
        vmidsByNotes = Optional.of(vmids);
        return vmids;
    }

    private static boolean isSaid(GuestState guest, Backup backup) {
        return guest.guest().name().filter(notes(backup)::contains).isPresent();
    }

    /// When a VM was made, as its configuration says; asked only where its row is younger than the archive.
    private Optional<Instant> made(GuestState guest, Backup backup) {
        return guest.validity().from().isBefore(backup.createdAt())
                ? Optional.empty()
                : meta(guest)
                        .map(MADE::matcher)
                        .filter(Matcher::find)
                        .map(found -> Instant.ofEpochSecond(Long.parseLong(found.group(1))));
    }

    /// Of some guests each is read by itself, of all of them together.
    private Optional<String> meta(GuestState guest) {
        int vmid = guest.guest().vmid();
        if (metas.isEmpty() && metasRead++ < MAX_METAS_READ) {
            return reading.guests().config(vmid).flatMap(config -> Optional.ofNullable(config.get("meta")));
        }
        Map<Integer, ConfigFacts> all = metas.orElseGet(() -> reading.guests().configs(ConfigFacts.VIEW));
        metas = Optional.of(all);
        return Optional.ofNullable(all.get(vmid)).flatMap(ConfigFacts::meta);
    }

    /// Whether a backup task of this cluster ran when the archive was made.
    private boolean wasMadeHere(GuestState guest, Backup backup) {
        String vmid = String.valueOf(guest.guest().vmid());
        return runs().stream()
                .filter(task ->
                        task.target().filter(target -> !target.equals(vmid)).isEmpty())
                .filter(task -> !task.startedAt().isAfter(backup.createdAt().plus(CLOCKS)))
                .anyMatch(task -> task.endedAt()
                        .filter(end -> end.isBefore(backup.createdAt().minus(CLOCKS)))
                        .isEmpty());
    }

    private List<Task> runs() {
        List<Task> found = runs.orElseGet(() -> reading.store()
                .tasks()
                .list(new TaskQuery(
                        reading.cluster().name(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("vzdump"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        MAX_TASKS))
                .rows());
        runs = Optional.of(found);
        return found;
    }
}
