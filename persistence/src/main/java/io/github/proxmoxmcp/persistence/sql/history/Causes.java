package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.history.TaskRows.Candidate;
import io.github.proxmoxmcp.persistence.sql.history.Transition.Origin;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Tells which task, or which line of the cluster's log, made a fact what it is: one that ended since the thing was
/// looked at before, or still runs, and that can have made such a change. Where several can, the order in which they
/// happened decides; where that does not, nothing is told.
///
/// That something ended since then is told by when we first saw that it had, because the cluster's clock may be wrong;
/// the order of what ended is told by that clock.
public final class Causes {

    /// Proxmox shows these late.
    private static final long WITHIN_SECOND_MILLIS = 999;

    private static final Set<String> LATE = Set.of("status", "name", "memory_bytes", "cpus", "template", "ha_state");

    private final TaskRows tasks;
    private final Guests guests;

    /// Where the guests of archives are, by vmid.
    private final Map<String, String> nodes = new HashMap<>();

    public Causes(TaskRows tasks, Guests guests) {
        this.tasks = tasks;
        this.guests = guests;
    }

    /// Finds the facts of a guest that is there.
    @FunctionalInterface
    public interface Guests {
        Optional<Facts> of(int vmid) throws SQLException;
    }

    /// A transition, and when its thing was looked at the last time before.
    private record Case(Transition transition, long before, String vmid) {

        String column(int column) {
            return transition.kind().facts().name(column);
        }
    }

    /// @param before when the thing of a transition was looked at the last time before
    public List<Transition> assign(List<Transition> transitions, Function<Transition, OptionalLong> before)
            throws SQLException {
        Map<Transition, Case> cases = new HashMap<>();
        for (Transition transition : transitions) {
            OptionalLong last = before.apply(transition);
            if (last.isPresent() && transition.task().isEmpty() && !tasks.isBefore(transition)) {
                vmid(transition).ifPresent(vmid -> cases.put(transition, new Case(transition, last.getAsLong(), vmid)));
            }
        }
        OptionalLong earliest = cases.values().stream().mapToLong(Case::before).min();
        if (earliest.isEmpty()) {
            return transitions;
        }
        Set<String> vmids = new HashSet<>();
        cases.values().forEach(one -> vmids.add(one.vmid()));
        for (Case one : cases.values()) {
            if (one.transition().kind().kind() == Kind.BACKUP) {
                guests.of(Integer.parseInt(one.vmid()))
                        .flatMap(facts -> facts.text(HistoryTables.GUEST_NODE))
                        .ifPresent(node -> nodes.put(one.vmid(), node));
            }
        }
        List<Candidate> deeds = tasks.deeds(vmids, earliest.getAsLong() - TaskRows.JUST_BEFORE_MILLIS);
        Map<List<Object>, Origin> keys = new HashMap<>();
        cases.values().stream()
                .filter(one -> one.transition().kind().kind() == Kind.GUEST_CONFIG)
                .forEach(one -> keys.put(key(one.vmid(), one.transition().key().getLast()), config(one, deeds)));
        return transitions.stream()
                .map(transition ->
                        cases.containsKey(transition) ? caused(cases.get(transition), deeds, keys) : transition)
                .toList();
    }

    /// The guest that a thing belongs to.
    private static Optional<String> vmid(Transition transition) {
        return switch (transition.kind().owner().kind()) {
            case GUEST -> Optional.of(transition.key().getFirst().toString());
            case BACKUP, HA_RESOURCE ->
                transition
                        .after()
                        .map(Row::facts)
                        .or(() -> transition.before().map(Version::facts))
                        .flatMap(facts -> facts.text(
                                transition.kind().facts().find("vmid").orElseThrow()));
            default -> Optional.empty();
        };
    }

    private static List<Object> key(String vmid, Object key) {
        return List.of(vmid, key);
    }

    private Transition caused(Case one, List<Candidate> deeds, Map<List<Object>, Origin> keys) {
        Transition transition = one.transition();
        boolean both = transition.before().isPresent() && transition.after().isPresent();
        return switch (transition.kind().kind()) {
            case GUEST_CONFIG ->
                transition.causedBy(keys.getOrDefault(
                        key(one.vmid(), transition.key().getLast()), Origin.unknown(transition.at())));
            case GUEST_SNAPSHOT ->
                transition.causedBy(origin(one, last(own(one, deeds, false), one, TaskEffects::changesSnapshots)));
            case BACKUP ->
                transition.causedBy(
                        both || transition.after().isEmpty() ? Origin.unknown(transition.at()) : backup(one, deeds));
            default ->
                both
                        ? transition.causedBy(
                                IntStream.range(0, transition.kind().facts().size())
                                        .mapToObj(column -> transition.alters(column)
                                                ? fact(one, column, deeds, keys)
                                                : Origin.unknown(transition.at()))
                                        .toList())
                        : transition.causedBy(whole(one, deeds));
        };
    }

    private Origin whole(Case one, List<Candidate> deeds) {
        if (one.transition().kind().kind() != Kind.GUEST) {
            return Origin.unknown(one.transition().at());
        }
        List<Candidate> recent = recent(one, deeds, false);
        List<Candidate> own = own(one, deeds, false);
        if (one.transition().before().isEmpty()) {
            if (own.stream().anyMatch(TaskEffects::creates)) {
                return origin(one, last(own, one, TaskEffects::creates));
            }
            List<Candidate> makers = recent.stream()
                    .filter(deed -> TaskEffects.clones(deed) && deed.made().equals(Optional.of(one.vmid())))
                    .toList();
            // A clone of which nobody knows what it made may be it, if it is the only one.
            return makers.isEmpty()
                    ? origin(
                            one,
                            last(
                                    recent,
                                    one,
                                    deed -> TaskEffects.clones(deed)
                                            && deed.made().isEmpty()
                                            && !deed.isCause()))
                    : origin(one, Optional.of(makers.getLast()));
        }
        return own.stream().anyMatch(TaskEffects::destroys)
                ? origin(one, last(own, one, TaskEffects::destroys))
                // A clone, creation or restore that fails takes away again what it had begun.
                : origin(
                        one,
                        last(
                                recent,
                                one,
                                deed -> !deed.isRunning()
                                        && !deed.succeeded()
                                        && one.transition()
                                                .before()
                                                .orElseThrow()
                                                .openedBy()
                                                .equals(OptionalLong.of(deed.id()))));
    }

    /// The backup of this guest that was under way when the archive was begun: its own, or a job that ran where it is.
    private Origin backup(Case one, List<Candidate> deeds) {
        Facts archive = one.transition().after().orElseThrow().facts();
        long begun = archive.text(
                        one.transition().kind().facts().find("created_at").orElseThrow())
                .map(Long::parseLong)
                .orElse(0L);
        List<Candidate> underWay = deeds.stream()
                .filter(deed -> deed.type().equals("vzdump") && deed.covers(begun))
                .toList();
        List<Candidate> own = underWay.stream()
                .filter(deed -> deed.target().equals(one.vmid()))
                .toList();
        List<Candidate> found = own.isEmpty()
                ? underWay.stream()
                        .filter(deed -> deed.target().isEmpty() && deed.node().equals(nodes.get(one.vmid())))
                        .toList()
                : own;
        return origin(one, found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty());
    }

    private Origin fact(Case one, int column, List<Candidate> deeds, Map<List<Object>, Origin> keys) {
        String name = one.column(column);
        Optional<String> before =
                one.transition().before().orElseThrow().facts().text(column);
        Optional<String> after = one.transition().after().orElseThrow().facts().text(column);
        if (one.transition().kind().kind() == Kind.HA_RESOURCE) {
            return origin(one, last(own(one, deeds, false), one, deed -> TaskEffects.requests(deed, name, after)));
        }
        Set<String> configured = TaskEffects.keys(name);
        List<Origin> told = configured.stream()
                .map(key -> keys.get(key(one.vmid(), key)))
                .filter(origin -> origin != null)
                .distinct()
                .toList();
        if (!told.isEmpty()) {
            // The configuration that was read with the row tells it too.
            return told.size() == 1
                    ? told.getFirst()
                    : Origin.unknown(one.transition().at());
        }
        List<Candidate> own = new ArrayList<>(own(one, deeds, LATE.contains(name)));
        if (name.equals("lock")) {
            // A backup job names none of its guests.
            String node = one.transition()
                    .before()
                    .orElseThrow()
                    .facts()
                    .text(HistoryTables.GUEST_NODE)
                    .orElse("");
            recent(one, deeds, false).stream()
                    .filter(deed -> deed.type().equals("vzdump")
                            && deed.target().isEmpty()
                            && deed.node().equals(node))
                    .forEach(own::add);
        }
        Predicate<Candidate> able = deed -> !deed.isLine() && TaskEffects.changes(deed, name, before, after);
        if (configured.isEmpty()) {
            return origin(one, last(own, one, able));
        }
        return origin(
                one,
                latest(
                        own.stream()
                                .filter(deed -> able.test(deed)
                                        || (deed.isLine() && configured.stream().anyMatch(deed.line()::names)))
                                .toList(),
                        configured.size() == 1 || name.equals("name")
                                ? configured.stream()
                                        .filter(key -> own.stream()
                                                .anyMatch(deed -> deed.isLine()
                                                        && deed.line().names(key)))
                                        .findFirst()
                                : Optional.empty(),
                        TaskEffects.asConfigured(name, before),
                        TaskEffects.asConfigured(name, after)));
    }

    /// What made a key of a configuration what it is.
    private Origin config(Case one, List<Candidate> deeds) {
        Transition transition = one.transition();
        String key = transition.key().getLast().toString();
        List<Candidate> own = own(one, deeds, false);
        List<Candidate> able = own.stream()
                .filter(deed -> deed.isLine()
                        ? deed.line().names(key)
                        : TaskEffects.changesKey(deed, key) && !isOfOtherKeys(deed, key, own))
                .toList();
        return origin(
                one,
                latest(
                        able,
                        Optional.of(key),
                        transition.before().flatMap(version -> version.facts().text(0)),
                        transition.after().flatMap(row -> row.facts().text(0))));
    }

    /// Whether the log tells with which parameters this task was asked for, and the key is not among them.
    private static boolean isOfOtherKeys(Candidate task, String key, List<Candidate> deeds) {
        List<Candidate> asked = deeds.stream()
                .filter(deed -> task.type().equals("qmconfig")
                        && deed.isLine()
                        && deed.user().equals(task.user())
                        && Math.abs(deed.started() - task.started()) <= 1_000)
                .toList();
        return !asked.isEmpty() && asked.stream().noneMatch(deed -> deed.line().names(key));
    }

    /// Goes through what may have made a value in the order in which it happened: what said the value that was there
    /// already changed nothing, and what said another one than there is now did not make it.
    ///
    /// @param key absent where lines say nothing that can be compared with the value
    private static Optional<Candidate> latest(
            List<Candidate> able, Optional<String> key, Optional<String> before, Optional<String> after) {
        // What still runs is only the cause where nothing that has ended is.
        boolean over = able.stream().anyMatch(deed -> !deed.isLine() && !deed.isRunning());
        List<Candidate> relevant =
                able.stream().filter(deed -> !over || !deed.isRunning()).toList();
        Optional<Candidate> maker = Optional.empty();
        Optional<String> current = before;
        boolean certain = true;
        for (Candidate deed : relevant.stream()
                .sorted(Comparator.comparingLong(Candidate::effective).thenComparing(deed -> !deed.isLine()))
                .toList()) {
            if (!deed.isLine()) {
                maker = Optional.of(deed);
                certain = false;
            } else if (key.isEmpty() || !certain || !deed.line().repeats(key.get(), current)) {
                maker = Optional.of(deed);
                current = key.flatMap(deed.line()::wanted);
                certain = true;
            }
        }
        if (maker.isEmpty()) {
            return maker;
        }
        if (maker.get().isLine()) {
            UpdateLine line = maker.get().line();
            return maker.filter(_ -> key.isEmpty() || !line.contradicts(key.get(), after));
        }
        // Of several tasks each of which may have made it nobody can tell, unless the last one sets everything.
        boolean only = relevant.stream().filter(deed -> !deed.isLine()).count() == 1;
        return maker.filter(task -> only || TaskEffects.setsEverything(task));
    }

    /// The only one that ended since the last look; where none did the only one that runs; where none does the last one
    /// that had ended before: the list of tasks is read after the guests.
    private static Optional<Candidate> last(List<Candidate> deeds, Case one, Predicate<Candidate> able) {
        List<Candidate> found =
                deeds.stream().filter(deed -> !deed.isLine() && able.test(deed)).toList();
        for (Predicate<Candidate> rank : List.<Predicate<Candidate>>of(
                deed -> deed.noticed().orElse(one.before()) > one.before(), Candidate::isRunning, _ -> true)) {
            List<Candidate> ranked = found.stream().filter(rank).toList();
            OptionalLong newest = ranked.stream()
                    .mapToLong(deed -> deed.noticed().orElse(Long.MAX_VALUE))
                    .max();
            List<Candidate> best = ranked.stream()
                    .filter(deed -> deed.noticed().orElse(Long.MAX_VALUE) == newest.orElse(0))
                    .toList();
            if (!best.isEmpty()) {
                return best.size() == 1 ? Optional.of(best.getFirst()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static List<Candidate> own(Case one, List<Candidate> deeds, boolean late) {
        return recent(one, deeds, late).stream()
                .filter(deed -> deed.target().equals(one.vmid()))
                .toList();
    }

    /// What runs, or was seen to have ended since the last look; with what is shown late, some seconds before it.
    private static List<Candidate> recent(Case one, List<Candidate> deeds, boolean late) {
        boolean whole = one.transition().kind().kind() == Kind.GUEST;
        long earlier = one.before() - (late && whole ? TaskRows.JUST_BEFORE_MILLIS : 0) + (whole ? 0 : 1);
        return deeds.stream()
                .filter(deed -> deed.isRunning() || deed.noticed().getAsLong() >= earlier)
                .toList();
    }

    /// When it happened is told where the cluster's clock does not contradict ours. The cluster tells whole seconds:
    /// the end of that second is certain, so that nothing seems to be made before a moment that it came after.
    private static Origin origin(Case one, Optional<Candidate> cause) {
        long at = one.transition().at();
        if (cause.isEmpty()) {
            return Origin.unknown(at);
        }
        OptionalLong ended = cause.get().ended();
        boolean fits = ended.isPresent()
                && ended.getAsLong() < at
                && ended.getAsLong() >= one.before() - TaskRows.JUST_BEFORE_MILLIS;
        return new Origin(
                at,
                OptionalLong.of(cause.get().id()),
                fits
                        ? OptionalLong.of(Math.min(at - 1, ended.getAsLong() + WITHIN_SECOND_MILLIS))
                        : OptionalLong.empty());
    }
}
