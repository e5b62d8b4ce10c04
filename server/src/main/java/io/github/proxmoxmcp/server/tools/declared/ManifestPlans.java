package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.persistence.acting.PlannedManifests;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.declared.Declared;
import io.github.proxmoxmcp.server.declared.ManifestFiles;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.guard.Target;
import io.github.proxmoxmcp.server.manifest.ManifestSet;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tools.declared.ManifestPlan.Deed;
import io.github.proxmoxmcp.server.tools.declared.ManifestPlan.Thing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Plans of manifests: made, told, kept and handed to the guard, through which everything passes that they do.
public final class ManifestPlans {

    private static final Duration NO_HURRY = Duration.ofDays(1);

    private final Guard guard;

    public ManifestPlans(Guard guard) {
        this.guard = guard;
    }

    /// A plan that was made; nothing is stored or sent yet.
    ///
    /// @param summary one sentence with the counts
    /// @param lines each thing with its fields, the worst first
    /// @param steps how many calls it takes
    public record Made(
            ManifestFiles files,
            String cluster,
            String summary,
            List<String> lines,
            int steps,
            List<String> losses,
            List<String> notes,
            ManifestPlan plan) {

        public Made {
            lines = List.copyOf(lines);
        }
    }

    /// Looks at the cluster and says what would be done; it has no effect whatever.
    public static Made make(Reading reading, ManifestFiles files) {
        ManifestSet set = files.read();
        ManifestPlan plan = ManifestPlanner.plan(reading, Declared.of(reading, set));
        List<String> lines = new ArrayList<>();
        for (Thing thing : plan.things()) {
            if (thing.deed() != Deed.NOTHING) {
                lines.add(thing.deed().sign() + " " + thing.what());
                thing.lines().forEach(line -> lines.add("    " + line));
            }
        }
        return new Made(
                files,
                reading.cluster().name(),
                summary(set, plan),
                lines,
                plan.steps().size(),
                plan.losses(),
                plan.notes(),
                plan);
    }

    private static String summary(ManifestSet set, ManifestPlan plan) {
        List<String> parts = new ArrayList<>();
        count(parts, plan, thing -> thing.deed() == Deed.DELETE, "delete");
        count(parts, plan, thing -> thing.deed() == Deed.CREATE, "create");
        count(parts, plan, thing -> thing.deed() == Deed.CHANGE, "change");
        count(parts, plan, thing -> thing.deed() == Deed.LEAVE, "left alone");
        count(parts, plan, thing -> thing.deed() == Deed.NOTHING || thing.deed() == Deed.RELEASE, "unchanged");
        if (!plan.restarts().isEmpty()) {
            parts.add(plan.restarts().size() + " to be restarted by you");
        }
        return "set '" + set.name() + "', " + set.manifests().size() + " things: "
                + (plan.steps().isEmpty() ? "nothing to do; " : "") + String.join(", ", parts)
                + (plan.losses().isEmpty() ? "" : "; destroys something");
    }

    private static void count(List<String> parts, ManifestPlan plan, Predicate<Thing> which, String word) {
        long count = plan.things().stream().filter(which).count();
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    /// Keeps a plan for somebody to apply, together with the manifests that it was made of.
    public Outcome keep(Reading reading, Made made, ToolCall call) {
        Answer<Outcome> planned = guard.submit(action(made, call), new RunOptions(true, NO_HURRY), call.caller());
        reading.store()
                .manifests()
                .add(kept(made, planned.body().planned().plan().orElseThrow(), reading.now(), call));
        return planned.body();
    }

    /// Writes down that everything is as declared: from now on it is owned.
    public void adopt(Reading reading, Made made, ToolCall call) {
        Instant now = reading.now().truncatedTo(ChronoUnit.MILLIS);
        reading.store()
                .manifests()
                .add(kept(made, "nothing-to-do-" + made.files().set() + "-" + now.toEpochMilli(), now, call));
    }

    /// Applies a plan that was kept.
    public Answer<Outcome> apply(String plan, ToolCall call) {
        return guard.apply(plan, NO_HURRY, call.caller());
    }

    private static PlannedManifests kept(Made made, String id, Instant now, ToolCall call) {
        return new PlannedManifests(
                id,
                made.cluster(),
                made.files().set(),
                call.caller().owner(),
                made.files().commit(),
                made.files().body(),
                Declared.written(made.plan().bindings()),
                made.steps(),
                now,
                Optional.empty());
    }

    private static Action action(Made made, ToolCall call) {
        ManifestPlan plan = made.plan();
        ToolCall judged = plan.losses().isEmpty() ? call : new ToolCall(call.tool(), Effect.DESTRUCTIVE, call.caller());
        Action action = Action.of(judged, made.cluster(), "apply " + made.summary());
        for (Target target : plan.targets()) {
            action = action.target(target);
        }
        for (Step step : plan.steps()) {
            action = action.then(step);
        }
        for (Assumption assumption : plan.assumptions()) {
            action = action.assuming(assumption);
        }
        for (String loss : plan.losses()) {
            action = action.loses(loss);
        }
        for (String note : plan.notes()) {
            action = action.dependent(note);
        }
        if (!plan.restarts().isEmpty()) {
            action = action.dependent(
                    "part of it comes into force when these are restarted: " + String.join(", ", plan.restarts()));
        }
        boolean guests = plan.things().stream()
                .anyMatch(thing -> thing.judged().manifest().kind().isGuest());
        return plan.losses().isEmpty()
                ? action.undoneBy(
                        guests
                                ? "revert_change of each changed guest; delete_guest of each that was made"
                                : "plan_manifest with the values that are there now")
                : action;
    }
}
