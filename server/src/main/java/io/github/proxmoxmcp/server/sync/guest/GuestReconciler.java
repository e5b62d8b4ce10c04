package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.tasks.TaskEntry;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.server.sync.source.LateFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What is true of a guest, given its row, its configuration where that was read, and what was known of it. Of a row
/// only node, tags, pool, lock and HA state are of now; name, state, template and sizes come late.
final class GuestReconciler {

    /// A row that disagrees with the configuration for longer than rows are late knows better than we do.
    static final Duration LATE = Duration.ofSeconds(60);

    /// So late rows may be, and a little more.
    static final Duration ROWS_ARE_LATE = Duration.ofSeconds(15);

    private static final Set<String> IN_THE_MAKING = Set.of("clone", "create");

    private final GuestTasks deeds;

    GuestReconciler(GuestTasks deeds) {
        this.deeds = deeds;
    }

    /// Whether a row is of a guest that is being made, or destroyed.
    static boolean isInTheMaking(Guest row) {
        return row.lock()
                .filter(lock -> IN_THE_MAKING.contains(lock) || lock.equals("destroyed"))
                .isPresent();
    }

    /// Whether a row tells late facts, and other ones than are known.
    static boolean lateDiffers(Guest row, Guest known) {
        return row.name().isPresent()
                && !(row.name().equals(known.name())
                        && row.memoryBytes().equals(known.memoryBytes())
                        && row.cpus().equals(known.cpus())
                        && row.template() == known.template());
    }

    /// Whether a row tells the late facts of a guest as they are.
    static boolean lateAgrees(Guest row, Guest guest) {
        return row.name().equals(guest.name())
                && row.status().equals(guest.status())
                && row.memoryBytes().equals(guest.memoryBytes())
                && row.cpus().equals(guest.cpus())
                && row.template() == guest.template();
    }

    /// A guest that is new: all but what comes at once is of its configuration, its row may be another guest's.
    static Guest fresh(
            ConfiguredFacts wanted,
            Optional<ConfiguredFacts> inForce,
            boolean whole,
            Optional<Guest> known,
            Optional<String> status,
            Optional<Integer> cpusOfNode) {
        Guest row = wanted.row();
        if (!whole) {
            return unborn(row);
        }
        ConfiguredFacts is = inForce.orElse(wanted);
        Optional<String> name = Optional.of(is.name());
        boolean ownRow = row.name().equals(name) && row.memoryBytes().equals(is.memoryBytes());
        String state = status.or(() -> ownRow ? Optional.of(row.status()) : Optional.empty())
                .or(() -> known.map(Guest::status))
                .orElse(LateFacts.UNKNOWN);
        // Where nobody tells what is in force, what a running guest was given since it started may not be.
        boolean runs =
                inForce.isEmpty() && state.equals("running") && row.name().equals(name);
        Guest guest = late(
                row,
                name,
                state,
                runs ? row.cpus() : is.cpus(cpusOfNode).or(() -> ownRow ? row.cpus() : Optional.empty()),
                runs ? row.memoryBytes() : is.memoryBytes(),
                is.template());
        return new Guest(
                guest.vmid(),
                guest.kind(),
                guest.name(),
                guest.node(),
                guest.status(),
                guest.template(),
                wanted.tags(),
                guest.pool(),
                wanted.lock(),
                guest.cpus(),
                guest.memoryBytes(),
                guest.haState());
    }

    /// A guest that is being made and that nobody can tell of yet.
    static Guest unborn(Guest row) {
        return late(row, Optional.empty(), LateFacts.UNKNOWN, Optional.empty(), Optional.empty(), false);
    }

    /// A guest that was known before: what is in force of it says its name, and its sizes where its row may be late.
    ///
    /// @param inForce absent where it differs from its row and could not be read
    /// @param changed whether its configuration is another one than at the last look
    /// @param told what its node says of its state
    Guest settled(
            Instant now,
            ConfiguredFacts wanted,
            Optional<ConfiguredFacts> inForce,
            boolean changed,
            boolean whole,
            Guest known,
            Optional<String> told,
            Optional<Integer> cpusOfNode,
            Optional<Conclusion> before) {
        Guest row = wanted.row();
        Optional<Instant> disagrees =
                before.filter(verdict -> verdict.row().equals(row)).flatMap(Conclusion::disagrees);
        if (row.name().isEmpty()
                || disagrees.filter(since -> since.isBefore(now.minus(LATE))).isPresent()) {
            // Nobody can tell of it at present, and the memory keeps what it knows and says so; or the row knows
            // better.
            return row;
        }
        Guest seen = status(row, known, told, before);
        if (!whole) {
            return late(seen, known.name(), seen.status(), known.cpus(), known.memoryBytes(), known.template());
        }
        ConfiguredFacts is = inForce.orElse(wanted);
        boolean stopped = row.status().equals("stopped") && known.status().equals("stopped");
        boolean ownRow = row.name().equals(Optional.of(is.name()));
        boolean rowIsLate = inForce.isPresent()
                ? stopped || changed || disagrees.isPresent()
                : before.filter(verdict -> sameSizes(verdict.row(), row)).isPresent();
        Guest sizes = ownRow && (inForce.isPresent() || !rowIsLate) ? row : known;
        Optional<ConfiguredFacts> exact = inForce.filter(_ -> rowIsLate);
        return late(
                seen,
                Optional.of(is.name()),
                seen.status(),
                exact.flatMap(one -> one.cpus(cpusOfNode)).or(sizes::cpus),
                exact.map(ConfiguredFacts::memoryBytes).orElseGet(sizes::memoryBytes),
                is.template());
    }

    private static boolean sameSizes(Guest one, Guest other) {
        return one.cpus().equals(other.cpus()) && one.memoryBytes().equals(other.memoryBytes());
    }

    /// A guest whose configuration cannot be read: what it told before holds until its row tells something new.
    Guest unread(Instant now, Guest row, Guest known, Optional<Conclusion> before) {
        boolean nothingNew = before.filter(verdict -> lateAgrees(verdict.row(), row))
                .flatMap(Conclusion::disagrees)
                .filter(since -> since.isAfter(now.minus(LATE)))
                .isPresent();
        return nothingNew && row.name().isPresent()
                ? late(row, known.name(), known.status(), known.cpus(), known.memoryBytes(), known.template())
                : status(row, known, Optional.empty(), before);
    }

    /// The row with the state that is true: its node knows better, and neither is believed while a start that may fail
    /// is under way, or a backup for which a stopped machine is woken.
    private Guest status(Guest row, Guest known, Optional<String> told, Optional<Conclusion> before) {
        boolean wasStopped = known.status().equals("stopped");
        Optional<TaskEntry> start = deeds.lastStart(row.vmid());
        boolean underWay = wasStopped
                && (row.lock().filter("backup"::equals).isPresent()
                        || start.filter(TaskEntry::isRunning).isPresent());
        boolean failed = wasStopped
                && row.status().equals("running")
                && start.filter(task -> !GuestTasks.succeeded(task)).isPresent()
                && before.filter(verdict -> verdict.row().status().equals("running"))
                        .isEmpty();
        return inState(row, underWay ? known.status() : told.orElse(failed ? known.status() : row.status()));
    }

    /// A backup starts a stopped machine for as long as it takes; rows show that later than the lock.
    static boolean mayHaveBeenWoken(Conclusion before) {
        return before.guest().status().equals("stopped")
                && (before.row().lock().filter("backup"::equals).isPresent()
                        || before.disagrees().isPresent());
    }

    private static Guest inState(Guest row, String status) {
        return late(row, row.name(), status, row.cpus(), row.memoryBytes(), row.template());
    }

    /// What a row says of a run that began so long ago; a row that tells of another run tells nothing else of this one.
    static GuestGauges ofRun(GuestGauges row, Duration run) {
        boolean same = row.uptimeSeconds()
                .filter(seconds -> run.minusSeconds(seconds).abs().compareTo(ROWS_ARE_LATE) <= 0)
                .isPresent();
        return same
                ? row
                : new GuestGauges(
                        row.vmid(),
                        Optional.empty(),
                        Optional.empty(),
                        row.diskUsedBytes(),
                        row.diskBytes(),
                        Optional.of(run.toSeconds()));
    }

    /// The row with other late facts.
    private static Guest late(
            Guest row,
            Optional<String> name,
            String status,
            Optional<Double> cpus,
            Optional<Long> memoryBytes,
            boolean template) {
        return new LateFacts(name, status, template, cpus, memoryBytes).in(row);
    }
}
