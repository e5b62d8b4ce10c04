package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.server.declared.Drift;
import io.github.proxmoxmcp.server.declared.JudgedThing;
import io.github.proxmoxmcp.server.declared.JudgedThing.Drifted;
import io.github.proxmoxmcp.server.manifest.yaml.BadManifest;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Things that were applied from manifests and are not so any more. Nothing is mended by itself: each comes with the
/// three answers that there are.
final class DriftCheck implements Check {

    private static final int MAX_VALUE_CHARACTERS = 60;

    @Override
    public Area area() {
        return Area.DRIFT;
    }

    @Override
    public Findings look(Situation situation) {
        List<String> sets = situation.reading().store().manifests().sets(situation.cluster());
        if (!sets.isEmpty() && !situation.isNow()) {
            return Findings.unchecked("drift of manifests: known for the present only");
        }
        List<Problem> problems = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        for (String set : sets) {
            try {
                Drift drift = Drift.ofSet(situation.reading(), set);
                drift.things().stream()
                        .filter(thing -> thing.state().alarms())
                        .forEach(thing -> problems.add(problem(set, thing)));
            } catch (BadManifest e) {
                unchecked.add("drift of set '" + set + "', which this version of the program reads otherwise");
            }
        }
        return new Findings(problems, unchecked);
    }

    private static Problem problem(String set, JudgedThing thing) {
        List<Drifted> fields = thing.differences().stream()
                .filter(field -> field.applied() && field.difference().matters())
                .toList();
        String evidence = fields.isEmpty()
                ? thing.why()
                : fields.stream().map(DriftCheck::told).collect(Collectors.joining("; "));
        return new Problem(
                        Severity.WARNING,
                        Area.DRIFT,
                        Drift.label(thing) + " of set '" + set + "'",
                        evidence,
                        fields.stream().flatMap(field -> field.since().stream()).max(Comparator.naturalOrder()),
                        next(set, thing, fields))
                .ofVmids(thing.vmid().stream().toList());
    }

    private static String told(Drifted field) {
        return field.difference().path() + " is "
                + UntrustedText.line(field.difference().shownNow(), MAX_VALUE_CHARACTERS) + ", declared "
                + field.difference().wanted().shown() + ", set " + field.author()
                + field.cause()
                        .filter(cause -> !cause.upid().isEmpty())
                        .map(cause -> ", task " + cause.upid())
                        .orElse("");
    }

    private static String next(String set, JudgedThing thing, List<Drifted> fields) {
        String revert = "revert: plan_manifest set=" + set + ", then apply_plan";
        if (fields.isEmpty()) {
            return revert + "; accept: take it out of the manifests";
        }
        return revert + "; accept: write what is now into the manifest"
                + thing.vmid()
                        .map(vmid -> " (export_state select=" + vmid + " shows it)")
                        .orElse("")
                + "; ignore: add 'ignore: {" + fields.getFirst().difference().path() + ": why}' to it";
    }
}
