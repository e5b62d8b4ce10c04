package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestSnapshots;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.sync.GuestReader.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Tells what is true of guests from rows that are torn: node, tags, lock and pool of a row are of now, name, state and
/// sizes up to ten seconds old, and may be those of the guest that had the vmid before (PVE.md, "What changes show").
///
/// Where a row disagrees with what is known, the guest's configuration decides; only rows that changed are looked at.
final class GuestWatch {

    /// A row that disagrees with the configuration for longer than rows are late knows better than we do.
    private static final Duration LATE = Duration.ofSeconds(60);

    /// So many guests of a node that cannot be asked about are enough to ask no more within one look.
    private static final int ENOUGH = 8;

    private static final Set<String> IN_THE_MAKING = Set.of("clone", "create");
    private static final String UNKNOWN = "unknown";

    private final String cluster;
    private final Store store;
    private final GuestReader reader;
    private final Deeds deeds;

    private final Map<Integer, Verdict> verdicts = new HashMap<>();
    private final Map<Integer, String> digests = new HashMap<>();

    GuestWatch(String cluster, Store store, GuestReader reader, Deeds deeds) {
        this.cluster = cluster;
        this.store = store;
        this.reader = reader;
        this.deeds = deeds;
    }

    /// What was concluded of a row.
    ///
    /// @param young since when the guest is known, while its row may still be that of the guest before it
    /// @param disagrees since when row and conclusion differ
    private record Verdict(Guest row, Guest guest, Optional<Instant> young, Optional<Instant> disagrees) {}

    /// What was concluded of all rows.
    ///
    /// @param gone guests that are there no more; another one may have their vmid
    record Sight(List<Guest> guests, List<GuestConfig> configs, List<GuestSnapshots> snapshots, Set<Integer> gone) {}

    /// One guest with what was asked about it.
    private record Case(Guest row, Optional<Guest> known, Optional<Answer> answer, Optional<String> status) {}

    /// Forgets all conclusions: somebody else has written to the memory, or we could not.
    void forget() {
        verdicts.clear();
        digests.clear();
    }

    /// Vmids of the last rows.
    Set<Integer> listed() {
        return Set.copyOf(verdicts.keySet());
    }

    /// The last row of a guest.
    Optional<Guest> row(int vmid) {
        return Optional.ofNullable(verdicts.get(vmid)).map(Verdict::row);
    }

    /// Looks at rows.
    ///
    /// @param baseline nothing was known before: rows are taken as they are
    /// @param hinted guests to ask about whatever their rows say
    Sight look(
            Instant now,
            Collection<Guest> rows,
            boolean baseline,
            Set<Integer> hinted,
            Map<String, Optional<Integer>> nodes) {
        List<Guest> doubtful = new ArrayList<>();
        Map<Integer, Guest> known = new HashMap<>();
        for (Guest row : rows) {
            Verdict verdict = verdicts.get(row.vmid());
            if (verdict != null
                    && verdict.row().equals(row)
                    && verdict.guest().equals(row)
                    && verdict.young().isEmpty()
                    && !hinted.contains(row.vmid())) {
                continue;
            }
            Optional.of(row.vmid())
                    .filter(_ -> !baseline)
                    .flatMap(vmid -> store.guests().get(cluster, vmid, Moment.now()))
                    .map(GuestState::guest)
                    .ifPresent(guest -> known.put(row.vmid(), guest));
            if (baseline && !isInTheMaking(row) && row.name().isPresent()) {
                // Not new, only seen for the first time: its row is its own.
                known.put(row.vmid(), row);
            }
            if (hinted.contains(row.vmid()) || isDoubtful(row, Optional.ofNullable(known.get(row.vmid())), baseline)) {
                doubtful.add(row);
            }
        }
        Map<Integer, Case> cases = ask(doubtful, known);
        List<Guest> guests = new ArrayList<>(rows.size());
        List<GuestConfig> configs = new ArrayList<>();
        List<GuestSnapshots> snapshots = new ArrayList<>();
        Set<Integer> gone = new LinkedHashSet<>();
        for (Guest row : rows) {
            Case one = cases.getOrDefault(
                    row.vmid(),
                    new Case(row, Optional.ofNullable(known.get(row.vmid())), Optional.empty(), Optional.empty()));
            judge(now, one, nodes.getOrDefault(row.node(), Optional.empty()), gone)
                    .ifPresent(verdict -> {
                        verdicts.put(row.vmid(), verdict);
                        guests.add(verdict.guest());
                        details(one, gone.contains(row.vmid()), configs, snapshots);
                    });
        }
        return new Sight(guests, configs, snapshots, gone);
    }

    /// Drops what is said of guests that are listed no more.
    void keepOnly(Set<Integer> vmids) {
        verdicts.keySet().retainAll(vmids);
        digests.keySet().retainAll(vmids);
    }

    private boolean isDoubtful(Guest row, Optional<Guest> known, boolean baseline) {
        if (known.isEmpty()) {
            return !baseline || isInTheMaking(row);
        }
        Verdict verdict = verdicts.get(row.vmid());
        return known.get().kind() != row.kind()
                || (verdict != null && verdict.young().isPresent())
                || isInTheMaking(row)
                || deeds.goes(row.vmid())
                || lateDiffers(row, known.get());
    }

    private static boolean isInTheMaking(Guest row) {
        return row.lock()
                .filter(lock -> IN_THE_MAKING.contains(lock) || lock.equals("destroyed"))
                .isPresent();
    }

    private static boolean lateDiffers(Guest row, Guest known) {
        return row.name().isPresent()
                && !(row.name().equals(known.name())
                        && row.memoryBytes().equals(known.memoryBytes())
                        && row.cpus().equals(known.cpus())
                        && row.template() == known.template());
    }

    private Map<Integer, Case> ask(List<Guest> doubtful, Map<Integer, Guest> known) {
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        Map<Integer, Case> cases = new HashMap<>();
        Together.call(doubtful.stream()
                        // Those that could be read before come first: a node fails only where they do.
                        .sorted(Comparator.comparing((Guest row) -> !digests.containsKey(row.vmid())))
                        .map(row -> (Callable<Case>) () -> {
                            Optional<Guest> before = Optional.ofNullable(known.get(row.vmid()));
                            if (failures.getOrDefault(row.node(), 0) >= ENOUGH) {
                                return new Case(
                                        row, before, Optional.of(new Answer.Unreadable(true)), Optional.empty());
                            }
                            Case one = ask(row, before);
                            if (one.answer().orElseThrow() instanceof Answer.Unreadable(boolean all) && all) {
                                failures.merge(row.node(), 1, Integer::sum);
                            }
                            return one;
                        })
                        .toList())
                .forEach(one -> cases.put(one.row().vmid(), one));
        return cases;
    }

    private Case ask(Guest row, Optional<Guest> known) {
        Answer answer = reader.config(row.kind(), row.node(), row.vmid());
        Verdict verdict = verdicts.get(row.vmid());
        boolean young = known.isEmpty()
                || known.get().kind() != row.kind()
                || deeds.goes(row.vmid())
                || (verdict != null && verdict.young().isPresent());
        boolean whole = answer instanceof Answer.Found found && found.whole();
        return new Case(
                row,
                known,
                Optional.of(answer),
                young && whole ? reader.status(row.kind(), row.node(), row.vmid()) : Optional.empty());
    }

    /// @return nothing where there is no such guest, or nothing can be told of it yet
    private Optional<Verdict> judge(Instant now, Case one, Optional<Integer> cpusOfNode, Set<Integer> gone) {
        Guest row = one.row();
        Verdict before = verdicts.get(row.vmid());
        if (one.known().isEmpty() && one.answer().isEmpty()) {
            return Optional.of(before != null ? before : new Verdict(row, row, Optional.empty(), Optional.empty()));
        }
        if (one.answer().orElse(null) instanceof Answer.Missing) {
            if (one.known().isEmpty()) {
                return Optional.empty();
            }
            boolean destroyed = row.lock().filter("destroyed"::equals).isPresent();
            if (destroyed || deeds.goes(row.vmid())) {
                end(row.vmid(), gone);
                return Optional.empty();
            }
            // A guest that just leaves its node, or is about to be destroyed: all that is sure is what was.
            return Optional.of(new Verdict(row, one.known().get(), Optional.empty(), since(before, now)));
        }
        boolean another = one.known().isPresent() && isAnother(one);
        if (another) {
            end(row.vmid(), gone);
        }
        Optional<Guest> known = another ? Optional.empty() : one.known();
        if (one.answer().orElse(null) instanceof Answer.Found found) {
            Configured configured = new Configured(row, found.config());
            Optional<Instant> young = known.isEmpty()
                    ? Optional.of(now)
                    : Optional.ofNullable(before)
                            .flatMap(Verdict::young)
                            .filter(since -> since.isAfter(now.minus(LATE)));
            Guest guest = young.isPresent()
                    ? fresh(configured, found.whole(), known, one.status(), cpusOfNode)
                    : settled(now, configured, found.whole(), known.orElseThrow(), cpusOfNode, before);
            boolean agrees = found.whole() && lateAgrees(row, guest);
            return Optional.of(new Verdict(
                    row, guest, young.filter(_ -> !agrees), agrees ? Optional.empty() : since(before, now)));
        }
        Guest guest = known.map(facts -> unread(now, row, facts, before))
                .orElseGet(() -> isInTheMaking(row)
                        ? late(row, Optional.empty(), UNKNOWN, Optional.empty(), Optional.empty(), false)
                        : row);
        return Optional.of(new Verdict(
                row,
                guest,
                isInTheMaking(row) && known.isEmpty() ? Optional.of(now) : Optional.empty(),
                guest.equals(row) ? Optional.empty() : since(before, now)));
    }

    /// A guest whose configuration cannot be read: what it told before holds until its row tells something new.
    private Guest unread(Instant now, Guest row, Guest known, @Nullable Verdict before) {
        boolean nothingNew = before != null
                && lateAgrees(before.row(), row)
                && before.disagrees()
                        .filter(since -> since.isAfter(now.minus(LATE)))
                        .isPresent();
        return nothingNew && row.name().isPresent()
                ? late(row, known.name(), known.status(), known.cpus(), known.memoryBytes(), known.template())
                : status(row, known, before);
    }

    private void end(int vmid, Set<Integer> gone) {
        gone.add(vmid);
        deeds.spend(vmid);
        verdicts.remove(vmid);
        digests.remove(vmid);
    }

    private static Optional<Instant> since(@Nullable Verdict before, Instant now) {
        return Optional.of(
                Optional.ofNullable(before).flatMap(Verdict::disagrees).orElse(now));
    }

    private boolean isAnother(Case one) {
        Guest known = one.known().orElseThrow();
        if (known.kind() != one.row().kind() || deeds.destroyed(one.row().vmid())) {
            return true;
        }
        return one.answer().orElse(null) instanceof Answer.Found found
                && found.whole()
                && !deeds.restored(one.row().vmid())
                && store.guests()
                        .config(cluster, one.row().vmid(), Moment.now())
                        .filter(config ->
                                Identity.isAnother(config, found.config().options()))
                        .isPresent();
    }

    /// A guest that is new: all but what comes at once is of its configuration, its row may be another guest's.
    private static Guest fresh(
            Configured configured,
            boolean whole,
            Optional<Guest> known,
            Optional<String> status,
            Optional<Integer> cpusOfNode) {
        Guest row = configured.row();
        if (!whole) {
            return late(row, Optional.empty(), UNKNOWN, Optional.empty(), Optional.empty(), false);
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

    /// A guest that was known before: its configuration says its name, and while it is stopped its sizes.
    private Guest settled(
            Instant now,
            Configured configured,
            boolean whole,
            Guest known,
            Optional<Integer> cpusOfNode,
            @Nullable Verdict before) {
        Guest row = configured.row();
        boolean late = before != null
                && before.row().equals(row)
                && before.disagrees()
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

    /// What fails to start may be shown as running for a moment.
    private Guest status(Guest row, Guest known, @Nullable Verdict before) {
        boolean starts = row.status().equals("running") && known.status().equals("stopped");
        boolean doubt = starts
                && deeds.lastStart(row.vmid())
                        .filter(start -> start.isRunning()
                                || (!Deeds.succeeded(start)
                                        && (before == null
                                                || !before.row().status().equals("running"))))
                        .isPresent();
        return doubt ? late(row, row.name(), known.status(), row.cpus(), row.memoryBytes(), row.template()) : row;
    }

    private static boolean lateAgrees(Guest row, Guest guest) {
        return row.name().equals(guest.name())
                && row.status().equals(guest.status())
                && row.memoryBytes().equals(guest.memoryBytes())
                && row.cpus().equals(guest.cpus())
                && row.template() == guest.template();
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

    private void details(Case one, boolean another, List<GuestConfig> configs, List<GuestSnapshots> snapshots) {
        if (one.answer().orElse(null) instanceof Answer.Found found && found.whole()) {
            Guest row = one.row();
            String digest = found.config().digest().orElse("");
            configs.add(new GuestConfig(row.vmid(), digest, new Configured(row, found.config()).options()));
            if (another || !Objects.equals(digests.get(row.vmid()), digest)) {
                reader.snapshots(row.kind(), row.node(), row.vmid())
                        .ifPresent(all -> snapshots.add(new GuestSnapshots(row.vmid(), all)));
                digests.put(row.vmid(), digest);
            }
        }
    }

    /// What is written of guests that are gone.
    void ended(Set<Integer> vmids) {
        vmids.forEach(vmid -> end(vmid, new HashSet<>()));
    }
}
