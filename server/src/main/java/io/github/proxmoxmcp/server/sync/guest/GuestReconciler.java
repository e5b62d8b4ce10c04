package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import io.github.proxmoxmcp.server.sync.guest.TaskHints.Start;
import io.github.proxmoxmcp.server.sync.source.LateFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells what is true of guests from rows that are torn: node, tags, lock and pool of a row are of now; name, state,
/// template and sizes are up to ten seconds old, and may be those of the guest that had the vmid before
/// (`docs/concepts/proxmox-behaviour.md`, "Rows"). Where a row disagrees with what is known, the guest's configuration
/// decides.
///
/// Only functions of values: nothing is asked, nothing is remembered here.
public final class GuestReconciler {

    /// A row that disagrees with the configuration for longer than rows are late knows better than we do.
    private static final Duration MAX_DISAGREEMENT = Duration.ofSeconds(60);

    private static final Set<String> LOCKS_IN_THE_MAKING = Set.of("clone", "create", "destroyed");

    private GuestReconciler() {}

    /// Judges guests, each by itself.
    public static Conclusions judge(Instant now, List<GuestEvidence> guests) {
        return Conclusions.of(guests.stream().map(one -> judge(now, one)).toList());
    }

    static Judged judge(Instant now, GuestEvidence one) {
        Guest row = one.row();
        if (one.known().isEmpty() && one.answers().isEmpty()) {
            Conclusion unchanged = one.before().orElseGet(() -> Conclusion.asShown(row));
            return new Judged(one, Optional.of(unchanged), false);
        }
        if (one.answers().map(GuestAnswers::config).orElse(null) instanceof Answer.Missing) {
            return missing(now, one);
        }
        boolean another = isAnother(one);
        GuestEvidence guest = another ? one.ofSuccessor() : one;
        Conclusion conclusion =
                guest.found().map(found -> found(now, guest, found)).orElseGet(() -> unreadable(now, guest));
        return new Judged(guest, Optional.of(conclusion), another);
    }

    /// Whether the known guest is gone and another one has its vmid.
    private static boolean isAnother(GuestEvidence one) {
        if (one.known().isEmpty()) {
            return false;
        }
        if (one.known().get().kind() != one.row().kind()) {
            return true;
        }
        boolean destroyed = one.tasks().destroyed();
        Optional<Answer.Found> whole = one.found().filter(Answer.Found::whole);
        if (whole.isEmpty() || one.tasks().restored()) {
            return destroyed;
        }
        var read = whole.get().config().options();
        // A destruction that is told late, because it was hidden from the token, is of a guest before it.
        return one.knownConfig()
                        .filter(known -> GuestIdentity.isAnother(known, read))
                        .isPresent()
                || (destroyed
                        && one.knownConfig()
                                .filter(known -> GuestIdentity.isSame(known, read))
                                .isEmpty());
    }

    /// A guest that has no configuration on the node of its row.
    private static Judged missing(Instant now, GuestEvidence one) {
        boolean destroyed = one.row().lock().filter("destroyed"::equals).isPresent();
        if (one.known().isPresent() && (destroyed || one.tasks().leaving())) {
            return new Judged(one.ofSuccessor(), Optional.empty(), true);
        }
        // A guest that just leaves its node, or is about to be destroyed: all that is sure is what was.
        return new Judged(
                one, one.known().map(known -> conclude(one, known, Optional.empty(), differsSince(now, one))), false);
    }

    private static Conclusion found(Instant now, GuestEvidence one, Answer.Found found) {
        ConfiguredFacts wanted = new ConfiguredFacts(one.row(), found.config());
        Optional<ConfiguredFacts> inForce = wanted.agrees(one.cpusOfNode())
                ? Optional.of(wanted)
                : one.answers().flatMap(GuestAnswers::inForce).map(config -> new ConfiguredFacts(one.row(), config));
        Optional<Instant> young = one.known().isEmpty()
                ? Optional.of(now)
                : one.before()
                        .flatMap(Conclusion::youngSince)
                        .filter(since -> since.isAfter(now.minus(MAX_DISAGREEMENT)));
        Guest guest = young.isPresent()
                ? fresh(one, wanted, inForce, found.whole())
                : settled(now, one, wanted, inForce, found);
        boolean agrees = found.whole() && LateFacts.of(one.row()).equals(LateFacts.of(guest));
        Conclusion told =
                conclude(one, guest, young.filter(_ -> !agrees), agrees ? Optional.empty() : differsSince(now, one));
        return found.whole()
                ? told.read(
                        found.digest(),
                        one.answers().flatMap(GuestAnswers::snapshots).isPresent())
                : told;
    }

    private static Conclusion unreadable(Instant now, GuestEvidence one) {
        Guest row = one.row();
        boolean unborn = isInTheMaking(row) && one.known().isEmpty();
        Guest guest = one.known().map(known -> unread(now, one, known)).orElseGet(() -> unborn ? unborn(row) : row);
        return conclude(
                one,
                guest,
                unborn ? Optional.of(now) : Optional.empty(),
                guest.equals(row) ? Optional.empty() : differsSince(now, one));
    }

    private static Conclusion conclude(
            GuestEvidence one, Guest guest, Optional<Instant> youngSince, Optional<Instant> differsSince) {
        return new Conclusion(
                one.row(),
                guest,
                youngSince,
                differsSince,
                one.before().flatMap(Conclusion::digest),
                one.before().flatMap(Conclusion::snapshotsDigest));
    }

    /// Since when row and conclusion differ, if they did so before, else this moment.
    private static Optional<Instant> differsSince(Instant now, GuestEvidence one) {
        return one.before().flatMap(Conclusion::differsSince).or(() -> Optional.of(now));
    }

    /// Whether a row is of a guest that is being made, or destroyed.
    static boolean isInTheMaking(Guest row) {
        return row.lock().filter(LOCKS_IN_THE_MAKING::contains).isPresent();
    }

    /// Whether a row tells other late facts than are known, its state aside.
    static boolean lateFactsDiffer(Guest row, Guest known) {
        return row.name().isPresent()
                && !LateFacts.of(row).withStatus(known.status()).equals(LateFacts.of(known));
    }

    /// A guest that is new: all but what comes at once is of its configuration, its row may be another guest's.
    private static Guest fresh(
            GuestEvidence one, ConfiguredFacts wanted, Optional<ConfiguredFacts> inForce, boolean whole) {
        Guest row = one.row();
        if (!whole) {
            return unborn(row);
        }
        ConfiguredFacts is = inForce.orElse(wanted);
        Optional<String> name = Optional.of(is.name());
        boolean ownRow = row.name().equals(name) && row.memoryBytes().equals(is.memoryBytes());
        String status = told(one)
                .or(() -> ownRow ? Optional.of(row.status()) : Optional.empty())
                .or(() -> one.known().map(Guest::status))
                .orElse(LateFacts.UNKNOWN);
        // Where nobody tells what is in force, what a running guest was given since it started may not be.
        boolean runs =
                inForce.isEmpty() && status.equals("running") && row.name().equals(name);
        LateFacts facts = new LateFacts(
                name,
                status,
                is.template(),
                runs ? row.cpus() : is.cpus(one.cpusOfNode()).or(() -> ownRow ? row.cpus() : Optional.empty()),
                runs ? row.memoryBytes() : is.memoryBytes());
        return facts.in(row, wanted.tags(), wanted.lock());
    }

    /// A guest that is being made and that nobody can tell of yet.
    private static Guest unborn(Guest row) {
        return new LateFacts(Optional.empty(), LateFacts.UNKNOWN, false, Optional.empty(), Optional.empty()).in(row);
    }

    /// A guest that was known before: what is in force of it says its name, and its sizes where its row may be late.
    ///
    /// @param inForce absent where it differs from its row and could not be read
    private static Guest settled(
            Instant now,
            GuestEvidence one,
            ConfiguredFacts wanted,
            Optional<ConfiguredFacts> inForce,
            Answer.Found found) {
        Guest row = one.row();
        Guest known = one.known().orElseThrow();
        Optional<Instant> differs =
                one.before().filter(conclusion -> conclusion.row().equals(row)).flatMap(Conclusion::differsSince);
        if (row.name().isEmpty()
                || differs.filter(since -> since.isBefore(now.minus(MAX_DISAGREEMENT)))
                        .isPresent()) {
            // Nobody can tell of it at present, and the memory keeps what it knows and says so; or the row knows
            // better.
            return row;
        }
        String status = status(one, known, told(one));
        if (!found.whole()) {
            return LateFacts.of(known).withStatus(status).in(row);
        }
        ConfiguredFacts is = inForce.orElse(wanted);
        boolean changed = one.before()
                .flatMap(Conclusion::digest)
                .filter(digest -> !digest.equals(found.digest()))
                .isPresent();
        boolean stopped = row.status().equals("stopped") && known.status().equals("stopped");
        boolean ownRow = row.name().equals(Optional.of(is.name()));
        boolean rowIsLate = inForce.isPresent()
                ? stopped || changed || differs.isPresent()
                : one.before()
                        .filter(conclusion -> sameSizes(conclusion.row(), row))
                        .isPresent();
        Guest sizes = ownRow && (inForce.isPresent() || !rowIsLate) ? row : known;
        Optional<ConfiguredFacts> exact = inForce.filter(_ -> rowIsLate);
        return new LateFacts(
                        Optional.of(is.name()),
                        status,
                        is.template(),
                        exact.flatMap(facts -> facts.cpus(one.cpusOfNode())).or(sizes::cpus),
                        exact.map(ConfiguredFacts::memoryBytes).orElseGet(sizes::memoryBytes))
                .in(row);
    }

    private static boolean sameSizes(Guest one, Guest other) {
        return one.cpus().equals(other.cpus()) && one.memoryBytes().equals(other.memoryBytes());
    }

    /// A guest whose configuration cannot be read: what it told before holds until its row tells something new.
    private static Guest unread(Instant now, GuestEvidence one, Guest known) {
        Guest row = one.row();
        boolean nothingNew = one.before()
                .filter(conclusion -> LateFacts.of(conclusion.row()).equals(LateFacts.of(row)))
                .flatMap(Conclusion::differsSince)
                .filter(since -> since.isAfter(now.minus(MAX_DISAGREEMENT)))
                .isPresent();
        return nothingNew && row.name().isPresent()
                ? LateFacts.of(known).in(row)
                : LateFacts.of(row)
                        .withStatus(status(one, known, Optional.empty()))
                        .in(row);
    }

    private static Optional<String> told(GuestEvidence one) {
        return one.answers().flatMap(GuestAnswers::presence).map(Presence::status);
    }

    /// The state that is true: the node knows better than the row, and neither is believed while a start that may fail
    /// is under way, or a backup for which a stopped machine is woken.
    private static String status(GuestEvidence one, Guest known, Optional<String> told) {
        Guest row = one.row();
        Start start = one.tasks().start();
        boolean wasStopped = known.status().equals("stopped");
        boolean underWay = wasStopped && (row.lock().filter("backup"::equals).isPresent() || start == Start.RUNNING);
        boolean failed = wasStopped
                && row.status().equals("running")
                && (start == Start.RUNNING || start == Start.FAILED)
                && one.before()
                        .filter(conclusion -> conclusion.row().status().equals("running"))
                        .isEmpty();
        return underWay ? known.status() : told.orElse(failed ? known.status() : row.status());
    }
}
