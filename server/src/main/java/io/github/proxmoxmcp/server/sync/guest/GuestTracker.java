package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestSnapshots;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import io.github.proxmoxmcp.server.sync.source.Rights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells what is true of guests from rows that are torn: node, tags, lock and pool of a row are of now, name, state and
/// sizes up to ten seconds old, and may be those of the guest that had the vmid before (PVE.md, "What changes show").
///
/// Where a row disagrees with what is known, the guest's configuration decides; only rows that changed are looked at.
public final class GuestTracker {

    /// So many guests are fetched from the memory one by one, more at once.
    private static final int FEW = 50;

    private final String cluster;
    private final Store store;
    private final GuestTasks deeds;
    private final Rights rights;
    private final GuestQuestions questions;
    private final GuestReconciler judgement;

    private final Map<Integer, Conclusion> verdicts = new HashMap<>();
    private final Map<Integer, String> digests = new HashMap<>();
    /// Of the configurations that were read last, whatever was read besides.
    private final Map<Integer, String> read = new HashMap<>();

    private final Map<Integer, Presence> presences = new HashMap<>();

    public GuestTracker(String cluster, Store store, GuestReader reader, GuestTasks deeds, Rights rights) {
        this.cluster = cluster;
        this.store = store;
        this.deeds = deeds;
        this.rights = rights;
        this.questions = new GuestQuestions(reader);
        this.judgement = new GuestReconciler(deeds);
    }

    /// What was concluded of all rows.
    ///
    /// @param gone guests that are there no more; another one may have their vmid
    /// @param reconfigured guests whose configuration is another one than it was when it was read before
    public record Sight(
            List<Guest> guests,
            List<GuestConfig> configs,
            List<GuestSnapshots> snapshots,
            Set<Integer> gone,
            Set<Integer> reconfigured) {}

    /// Forgets all conclusions: somebody else has written to the memory, or we could not.
    public void forget() {
        verdicts.clear();
        digests.clear();
        read.clear();
    }

    /// Vmids of the last rows.
    public Set<Integer> listed() {
        return Set.copyOf(verdicts.keySet());
    }

    /// The same of some nodes.
    public Set<Integer> listedOn(Set<String> nodes) {
        return verdicts.values().stream()
                .map(Conclusion::row)
                .filter(row -> nodes.contains(row.node()))
                .map(Guest::vmid)
                .collect(Collectors.toSet());
    }

    /// The nodes of guests, each as often as it has one of them.
    public Stream<String> nodes(Collection<Integer> vmids) {
        return vmids.stream().flatMap(vmid -> row(vmid).stream()).map(Guest::node);
    }

    /// The last row of a guest.
    public Optional<Guest> row(int vmid) {
        return Optional.ofNullable(verdicts.get(vmid)).map(Conclusion::row);
    }

    /// Whether rows tell of a change of configuration that no task accounts for, or may do so.
    public boolean tellsOfChange(Collection<Guest> rows) {
        return verdicts.isEmpty()
                || rows.stream()
                        .filter(row -> !deeds.concerned().contains(row.vmid()))
                        .anyMatch(row -> row(row.vmid())
                                .filter(before ->
                                        !row.tags().equals(before.tags()) || GuestReconciler.lateDiffers(row, before))
                                .isPresent());
    }

    /// Whether a guest that was in a pool is shown in none.
    public boolean tellsOfLeftPool(Collection<Guest> rows) {
        return rows.stream()
                .filter(row -> row.pool().isEmpty())
                .anyMatch(row -> row(row.vmid()).flatMap(Guest::pool).isPresent());
    }

    /// Looks at rows.
    ///
    /// @param baseline nothing was known before: rows are taken as they are
    /// @param hinted guests to ask about whatever their rows say
    public Sight look(
            Instant now,
            Collection<Guest> rows,
            boolean baseline,
            Set<Integer> hinted,
            Map<String, Optional<Integer>> nodes) {
        Map<Integer, Guest> known = baseline ? firstSeen(rows) : known(rows, hinted);
        List<Guest> seen = rows.stream()
                .map(row -> withPool(row, Optional.ofNullable(known.get(row.vmid()))))
                .toList();
        Map<Integer, GuestEvidence> cases = questions.ask(
                now,
                seen.stream()
                        .filter(row -> hinted.contains(row.vmid())
                                || isDoubtful(row, Optional.ofNullable(known.get(row.vmid())), baseline))
                        .toList(),
                known,
                row -> Optional.ofNullable(digests.get(row.vmid())),
                row -> nodes.getOrDefault(row.node(), Optional.empty()),
                row -> isYoung(row, Optional.ofNullable(known.get(row.vmid()))),
                row -> isMoving(row, Optional.ofNullable(known.get(row.vmid()))));
        Sight sight = new Sight(
                new ArrayList<>(seen.size()), new ArrayList<>(), new ArrayList<>(), new HashSet<>(), new HashSet<>());
        for (Guest row : seen) {
            GuestEvidence one = Optional.ofNullable(cases.get(row.vmid()))
                    .orElseGet(() -> GuestEvidence.unasked(row, Optional.ofNullable(known.get(row.vmid()))));
            judge(now, one, nodes.getOrDefault(row.node(), Optional.empty()), sight.gone())
                    .ifPresent(verdict -> {
                        verdicts.put(row.vmid(), verdict);
                        sight.guests().add(verdict.guest());
                        details(one, sight);
                    });
        }
        return sight;
    }

    /// Rows of guests that are not new, only seen for the first time, are their own.
    private static Map<Integer, Guest> firstSeen(Collection<Guest> rows) {
        return rows.stream()
                .filter(row -> !GuestReconciler.isInTheMaking(row) && row.name().isPresent())
                .collect(Collectors.toMap(Guest::vmid, Function.identity(), (one, _) -> one));
    }

    /// What the memory says of guests whose rows may say something new, or that are asked about.
    private Map<Integer, Guest> known(Collection<Guest> rows, Set<Integer> hinted) {
        Set<Integer> news = rows.stream()
                .filter(row -> hinted.contains(row.vmid())
                        || verdict(row).filter(verdict -> verdict.settles(row)).isEmpty())
                .map(Guest::vmid)
                .collect(Collectors.toSet());
        Stream<Guest> known = news.size() > FEW
                ? store.guests().present(cluster).stream().filter(guest -> news.contains(guest.vmid()))
                : news.stream()
                        .flatMap(vmid -> store.guests().get(cluster, vmid, Moment.now()).stream())
                        .map(GuestState::guest);
        return known.collect(Collectors.toMap(Guest::vmid, Function.identity()));
    }

    /// Proxmox leaves a pool that the token may not see out of a row, as if the guest were in none.
    private Guest withPool(Guest row, Optional<Guest> known) {
        return row.pool().isPresent()
                ? row
                : known.flatMap(Guest::pool)
                        .filter(pool -> rights.hidesPool(pool))
                        .map(pool -> row.withPool(Optional.of(pool)))
                        .orElse(row);
    }

    private Optional<Conclusion> verdict(Guest row) {
        return Optional.ofNullable(verdicts.get(row.vmid()));
    }

    /// Drops what is said of guests that are listed no more.
    public void keepOnly(Set<Integer> vmids) {
        verdicts.keySet().retainAll(vmids);
        digests.keySet().retainAll(vmids);
        read.keySet().retainAll(vmids);
        presences.keySet().retainAll(vmids);
    }

    /// What fluctuates, without what is from before the present run of a guest.
    public List<GuestGauges> gauges(Instant now, List<GuestGauges> rows) {
        presences.values().removeIf(presence -> presence.at().isBefore(now.minus(GuestReconciler.ROWS_ARE_LATE)));
        return rows.stream()
                .map(row -> Optional.ofNullable(presences.get(row.vmid()))
                        .flatMap(Presence::started)
                        .map(started -> GuestReconciler.ofRun(row, Duration.between(started, now)))
                        .orElse(row))
                .toList();
    }

    private boolean isDoubtful(Guest row, Optional<Guest> known, boolean baseline) {
        if (verdict(row).filter(verdict -> verdict.settles(row)).isPresent()) {
            return false;
        }
        if (known.isEmpty()) {
            return !baseline || GuestReconciler.isInTheMaking(row);
        }
        return isMoving(row, known)
                || GuestReconciler.isInTheMaking(row)
                || GuestReconciler.lateDiffers(row, known.get());
    }

    /// Whether its state may be another one than its row says: a task of it has just ended, its node told another one
    /// of late, or a backup woke it.
    private boolean isMoving(Guest row, Optional<Guest> known) {
        Optional<Conclusion> before = verdict(row);
        boolean saysNothingNew = before.filter(verdict -> verdict.row().status().equals(row.status()))
                .isPresent();
        boolean differs =
                known.filter(guest -> !guest.status().equals(row.status())).isPresent();
        return isYoung(row, known)
                || (saysNothingNew && deeds.finished().contains(row.vmid()))
                || (differs && presences.containsKey(row.vmid()))
                || (differs && before.filter(GuestReconciler::mayHaveBeenWoken).isPresent());
    }

    /// Whether a row may still be that of the guest that had the vmid before.
    private boolean isYoung(Guest row, Optional<Guest> known) {
        return known.filter(guest -> guest.kind() == row.kind()).isEmpty()
                || deeds.goes(row.vmid())
                || verdict(row).flatMap(Conclusion::young).isPresent();
    }

    /// @return nothing where there is no such guest, or nothing can be told of it yet
    private Optional<Conclusion> judge(
            Instant now, GuestEvidence one, Optional<Integer> cpusOfNode, Set<Integer> gone) {
        Guest row = one.row();
        Optional<Conclusion> before = verdict(row);
        if (one.known().isEmpty() && one.answer().isEmpty()) {
            return before.or(() -> Optional.of(new Conclusion(row, row, Optional.empty(), Optional.empty())));
        }
        if (one.answer().orElse(null) instanceof Answer.Missing) {
            return missing(now, one, before, gone);
        }
        boolean another = one.known().isPresent() && isAnother(one);
        if (another) {
            end(row.vmid(), gone);
        }
        Optional<Guest> known = another ? Optional.empty() : one.known();
        if (one.answer().orElse(null) instanceof Answer.Found found) {
            return Optional.of(found(now, one, found, known, cpusOfNode, before));
        }
        boolean unborn = GuestReconciler.isInTheMaking(row) && known.isEmpty();
        Guest guest = known.map(facts -> judgement.unread(now, row, facts, before))
                .orElseGet(() -> unborn ? GuestReconciler.unborn(row) : row);
        return Optional.of(new Conclusion(
                row,
                guest,
                unborn ? Optional.of(now) : Optional.empty(),
                guest.equals(row) ? Optional.empty() : Conclusion.since(before, now)));
    }

    private Optional<Conclusion> missing(
            Instant now, GuestEvidence one, Optional<Conclusion> before, Set<Integer> gone) {
        Guest row = one.row();
        boolean destroyed = row.lock().filter("destroyed"::equals).isPresent();
        if (one.known().isPresent() && (destroyed || deeds.goes(row.vmid()))) {
            end(row.vmid(), gone);
            return Optional.empty();
        }
        // A guest that just leaves its node, or is about to be destroyed: all that is sure is what was.
        return one.known().map(known -> new Conclusion(row, known, Optional.empty(), Conclusion.since(before, now)));
    }

    private Conclusion found(
            Instant now,
            GuestEvidence one,
            Answer.Found found,
            Optional<Guest> known,
            Optional<Integer> cpusOfNode,
            Optional<Conclusion> before) {
        Guest row = one.row();
        one.presence().ifPresent(presence -> presences.put(row.vmid(), presence));
        String digest = found.config().digest().orElse("");
        boolean changed = !read.getOrDefault(row.vmid(), digest).equals(digest);
        Optional<String> told = one.presence().map(Presence::status);
        ConfiguredFacts configured = new ConfiguredFacts(row, found.config());
        Optional<ConfiguredFacts> inForce = configured.agrees(cpusOfNode)
                ? Optional.of(configured)
                : one.inForce().map(config -> new ConfiguredFacts(row, config));
        Optional<Instant> young = known.isEmpty()
                ? Optional.of(now)
                : before.flatMap(Conclusion::young).filter(since -> since.isAfter(now.minus(GuestReconciler.LATE)));
        Guest guest = young.isPresent()
                ? GuestReconciler.fresh(configured, inForce, found.whole(), known, told, cpusOfNode)
                : judgement.settled(
                        now,
                        configured,
                        inForce,
                        changed,
                        found.whole(),
                        known.orElseThrow(),
                        told,
                        cpusOfNode,
                        before);
        boolean agrees = found.whole() && GuestReconciler.lateAgrees(row, guest);
        return new Conclusion(
                row, guest, young.filter(_ -> !agrees), agrees ? Optional.empty() : Conclusion.since(before, now));
    }

    private void end(int vmid, Set<Integer> gone) {
        gone.add(vmid);
        deeds.spend(vmid);
        verdicts.remove(vmid);
        digests.remove(vmid);
        read.remove(vmid);
        presences.remove(vmid);
    }

    private boolean isAnother(GuestEvidence one) {
        int vmid = one.row().vmid();
        if (one.known().orElseThrow().kind() != one.row().kind()) {
            return true;
        }
        if (!(one.answer().orElse(null) instanceof Answer.Found found && found.whole()) || deeds.restored(vmid)) {
            return deeds.destroyed(vmid);
        }
        Map<String, String> read = found.config().options();
        Optional<SortedMap<String, String>> config = store.guests().config(cluster, vmid, Moment.now());
        // A destruction that is told late, because it was hidden from the token, is of a guest before it.
        return config.filter(known -> GuestIdentity.isAnother(known, read)).isPresent()
                || (deeds.destroyed(vmid)
                        && config.filter(known -> GuestIdentity.isSame(known, read))
                                .isEmpty());
    }

    private void details(GuestEvidence one, Sight sight) {
        if (one.answer().orElse(null) instanceof Answer.Found found && found.whole()) {
            int vmid = one.row().vmid();
            String digest = found.config().digest().orElse("");
            read.put(vmid, digest);
            if (!digest.equals(digests.getOrDefault(vmid, digest))) {
                sight.reconfigured().add(vmid);
            }
            sight.configs()
                    .add(new GuestConfig(vmid, digest, new ConfiguredFacts(one.row(), found.config()).options()));
            one.snapshots().ifPresent(all -> {
                sight.snapshots().add(new GuestSnapshots(vmid, all));
                digests.put(vmid, digest);
            });
        }
    }

    /// What is written of guests that are gone.
    public void ended(Set<Integer> vmids) {
        vmids.forEach(vmid -> end(vmid, new HashSet<>()));
    }
}
