package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.persistence.Guest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What is true of a guest, given its row, its configuration where that was read, and what was known of it. Of a row
/// only node, tags, pool, lock and HA state are of now; name, state, template and sizes come late.
final class Judgement {

    /// A row that disagrees with the configuration for longer than rows are late knows better than we do.
    static final Duration LATE = Duration.ofSeconds(60);

    private static final Set<String> IN_THE_MAKING = Set.of("clone", "create");
    private static final String UNKNOWN = "unknown";

    private final Deeds deeds;

    Judgement(Deeds deeds) {
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
            Configured configured,
            boolean whole,
            Optional<Guest> known,
            Optional<String> status,
            Optional<Integer> cpusOfNode) {
        Guest row = configured.row();
        if (!whole) {
            return unborn(row);
        }
        Optional<String> name = Optional.of(configured.name());
        boolean ownRow = row.name().equals(name) && row.memoryBytes().equals(configured.memoryBytes());
        String state = status.or(() -> ownRow ? Optional.of(row.status()) : Optional.empty())
                .or(() -> known.map(Guest::status))
                .orElse(UNKNOWN);
        // What a running guest was given since it started is not in force yet.
        boolean runs = state.equals("running") && row.name().equals(name);
        Guest guest = late(
                row,
                name,
                state,
                runs ? row.cpus() : configured.cpus(cpusOfNode).or(() -> ownRow ? row.cpus() : Optional.empty()),
                runs ? row.memoryBytes() : configured.memoryBytes(),
                configured.template());
        return new Guest(
                guest.vmid(),
                guest.kind(),
                guest.name(),
                guest.node(),
                guest.status(),
                guest.template(),
                configured.tags(),
                guest.pool(),
                configured.lock(),
                guest.cpus(),
                guest.memoryBytes(),
                guest.haState());
    }

    /// A guest that is being made and that nobody can tell of yet.
    static Guest unborn(Guest row) {
        return late(row, Optional.empty(), UNKNOWN, Optional.empty(), Optional.empty(), false);
    }

    /// A guest whose node does not answer: nobody knows how it is.
    static Guest lost(Guest row) {
        return late(row, row.name(), UNKNOWN, row.cpus(), row.memoryBytes(), row.template());
    }

    /// A guest that was known before: its configuration says its name, and while it is stopped its sizes.
    Guest settled(
            Instant now,
            Configured configured,
            boolean whole,
            Guest known,
            Optional<Integer> cpusOfNode,
            Optional<Verdict> before) {
        Guest row = configured.row();
        boolean late = before.filter(verdict -> verdict.row().equals(row))
                .flatMap(Verdict::disagrees)
                .filter(since -> since.isBefore(now.minus(LATE)))
                .isPresent();
        if (late) {
            return row;
        }
        Guest seen = status(row, known, before);
        if (row.name().isEmpty()) {
            // Nobody can tell of it at present; the memory keeps what it knows and says so.
            return row;
        }
        if (!whole) {
            return late(seen, known.name(), seen.status(), known.cpus(), known.memoryBytes(), known.template());
        }
        boolean stopped = row.status().equals("stopped") && known.status().equals("stopped");
        boolean ownRow = row.name().equals(Optional.of(configured.name()));
        return late(
                seen,
                Optional.of(configured.name()),
                seen.status(),
                stopped ? configured.cpus(cpusOfNode).or(ownRow ? row::cpus : known::cpus) : row.cpus(),
                stopped ? configured.memoryBytes() : row.memoryBytes(),
                configured.template());
    }

    /// A guest whose configuration cannot be read: what it told before holds until its row tells something new.
    Guest unread(Instant now, Guest row, Guest known, Optional<Verdict> before) {
        boolean nothingNew = before.filter(verdict -> lateAgrees(verdict.row(), row))
                .flatMap(Verdict::disagrees)
                .filter(since -> since.isAfter(now.minus(LATE)))
                .isPresent();
        return nothingNew && row.name().isPresent()
                ? late(row, known.name(), known.status(), known.cpus(), known.memoryBytes(), known.template())
                : status(row, known, before);
    }

    /// What fails to start may be shown as running for a moment.
    private Guest status(Guest row, Guest known, Optional<Verdict> before) {
        boolean starts = row.status().equals("running") && known.status().equals("stopped");
        boolean doubt = starts
                && deeds.lastStart(row.vmid())
                        .filter(start -> start.isRunning()
                                || (!Deeds.succeeded(start)
                                        && before.filter(verdict ->
                                                        verdict.row().status().equals("running"))
                                                .isEmpty()))
                        .isPresent();
        return doubt ? late(row, row.name(), known.status(), row.cpus(), row.memoryBytes(), row.template()) : row;
    }

    /// The row with other late facts.
    private static Guest late(
            Guest row,
            Optional<String> name,
            String status,
            Optional<Double> cpus,
            Optional<Long> memoryBytes,
            boolean template) {
        return new Guest(
                row.vmid(),
                row.kind(),
                name,
                row.node(),
                status,
                template,
                row.tags(),
                row.pool(),
                row.lock(),
                cpus,
                memoryBytes,
                row.haState());
    }
}
