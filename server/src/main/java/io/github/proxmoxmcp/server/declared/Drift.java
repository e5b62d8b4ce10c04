package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.declared.JudgedThing.Drifted;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.State;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolException.NotFound;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a set stands to the cluster, judged from the memory alone.
///
/// @param things all of the set
public record Drift(String set, List<JudgedThing> things) {

    /// What may come of an apply that is under way.
    private static final List<State> UNSETTLED =
            List.of(State.DRIFTED, State.NOT_APPLIED, State.MISSING, State.FOREIGN);

    private static final int LOOKED_AT = 3;

    /// A line of it: a field that is not as declared, or a thing that is not.
    ///
    /// @param note why, or what to do
    public record Row(
            String thing,
            State state,
            Optional<String> field,
            Optional<String> declared,
            Optional<String> now,
            Optional<Instant> since,
            Optional<String> by,
            Optional<String> note) {}

    public static Drift of(Reading reading, ManifestFiles files) {
        return of(reading, Declared.of(reading, files.read()));
    }

    /// Has the memory look anew at what a set is compared with, with its next cycle.
    public static void want(Reading reading, Optional<ManifestFiles> files, Optional<String> name) {
        files.map(ManifestFiles::read)
                .or(() ->
                        name.flatMap(set -> Declared.lastApplied(reading, set)).map(Declared::set))
                .ifPresent(set -> reading.cluster().sync().wanted(Things.lists(set)));
    }

    /// A set as it was applied last.
    public static Drift ofSet(Reading reading, String name) {
        return of(
                reading,
                Declared.lastApplied(reading, name)
                        .orElseThrow(() -> new NotFound("no set '" + UntrustedText.line(name)
                                + "' was ever applied to cluster '"
                                + reading.clusterName() + "'"
                                + Names.nearest(
                                                name,
                                                reading.store()
                                                        .manifests()
                                                        .sets(reading.cluster().name()))
                                        .map(near -> ", did you mean '" + UntrustedText.line(near) + "'?")
                                        .orElse(""))));
    }

    public static Drift of(Reading reading, Declared declared) {
        RecordedAuthors authors = new RecordedAuthors(reading);
        List<JudgedThing> judged = new Judge(
                        reading.cluster().name(), new KnownWorld(reading), authors, new Incarnations(reading))
                .all(declared);
        boolean applying = isBeingApplied(reading, declared.set().name());
        return new Drift(
                declared.set().name(),
                judged.stream()
                        .map(one -> applying && UNSETTLED.contains(one.state())
                                ? with(one, State.BUSY, List.of(), "a plan of this set is being applied")
                                : settled(reading, authors, one))
                        .toList());
    }

    /// What is seen in the middle of an apply is half of it.
    private static boolean isBeingApplied(Reading reading, String set) {
        return reading.store().manifests().begun(reading.cluster().name(), set, LOOKED_AT).stream()
                .filter(planned -> planned.appliedAt().isEmpty())
                .flatMap(planned -> reading.store().plans().get(planned.plan()).stream())
                .anyMatch(plan -> plan.status() == Plan.Status.CLAIMED);
    }

    /// What was seen once may be half of something: it counts from the second look on. What is as declared may not be
    /// in force yet.
    private static JudgedThing settled(Reading reading, RecordedAuthors authors, JudgedThing judged) {
        if (judged.state() == State.DRIFTED || judged.state() == State.NOT_APPLIED) {
            Instant lastLook = reading.sync().asOf().orElse(Instant.EPOCH);
            List<Drifted> seenTwice = judged.differences().stream()
                    .filter(one -> !one.difference().matters()
                            || judged.vmid()
                                    .flatMap(vmid -> authors.seen(vmid, one.difference()))
                                    .map(seen -> seen.isBefore(lastLook))
                                    .orElse(true))
                    .toList();
            boolean any = seenTwice.stream().anyMatch(one -> one.difference().matters());
            return any || judged.differences().isEmpty()
                    ? with(judged, judged.state(), seenTwice, judged.why())
                    : with(judged, State.BUSY, List.of(), "a change was seen once and waits for the second look");
        }
        if (judged.state() == State.IN_SYNC && judged.vmid().isPresent()) {
            String waiting = reading
                    .guests()
                    .get(judged.vmid().get())
                    .flatMap(state -> reading.cluster().sync().pending(state))
                    .orElse(List.of())
                    .stream()
                    .map(PendingOption::key)
                    .collect(Collectors.joining(", "));
            return waiting.isEmpty()
                    ? judged
                    : with(judged, State.PENDING_RESTART, judged.differences(), "waits for the next start: " + waiting);
        }
        return judged;
    }

    private static JudgedThing with(JudgedThing judged, State state, List<Drifted> differences, String why) {
        return new JudgedThing(
                judged.manifest(), judged.vmid(), judged.guest(), state, differences, judged.released(), why);
    }

    /// Everything that is not simply as declared.
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (JudgedThing judged : things) {
            List<Drifted> fields = judged.differences().stream()
                    .filter(one ->
                            one.difference().matters() || one.difference().kind() == Difference.Kind.IGNORED)
                    .toList();
            if (fields.isEmpty() && judged.state() != State.IN_SYNC) {
                rows.add(new Row(
                        label(judged),
                        judged.state(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(judged.why())));
            }
            fields.forEach(field -> rows.add(row(judged, field)));
        }
        return rows;
    }

    private static Row row(JudgedThing judged, Drifted drifted) {
        Difference difference = drifted.difference();
        boolean ignored = difference.kind() == Difference.Kind.IGNORED;
        return new Row(
                label(judged),
                ignored ? State.IN_SYNC : drifted.applied() ? State.DRIFTED : State.NOT_APPLIED,
                Optional.of(difference.path()),
                Optional.of(difference.wanted().shown()),
                Optional.of(difference.shownNow()),
                drifted.since(),
                drifted.cause()
                        .map(cause -> UntrustedText.marked(cause.user())
                                + (cause.upid().isEmpty() ? ", " + cause.type() : ", task " + cause.upid())),
                Optional.of(ignored ? "ignored: " + difference.why() : difference.why())
                        .filter(text -> !text.isEmpty()));
    }

    /// `VM/web01 (101)`
    public static String label(JudgedThing judged) {
        return judged.key() + judged.vmid().map(vmid -> " (" + vmid + ")").orElse("");
    }

    /// Whether anything is in one of these states.
    public boolean any(State... states) {
        return things.stream().anyMatch(one -> Arrays.asList(states).contains(one.state()));
    }

    /// Whether somebody should be told.
    public boolean alarms() {
        return things.stream().anyMatch(one -> one.state().alarms());
    }

    public String summary() {
        return "set '" + set + "': "
                + Arrays.stream(State.values())
                        .map(state -> things.stream()
                                        .filter(one -> one.state() == state)
                                        .count() + " " + Names.snake(state.name()))
                        .filter(text -> !text.startsWith("0 "))
                        .collect(Collectors.joining(", "));
    }
}
