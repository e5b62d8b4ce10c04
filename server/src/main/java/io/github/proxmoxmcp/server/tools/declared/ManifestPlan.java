package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.server.declared.Declared.Binding;
import io.github.proxmoxmcp.server.declared.JudgedThing;
import io.github.proxmoxmcp.server.guard.Assumption;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.guard.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What would be done to bring about what a set declares: built up thing by thing.
final class ManifestPlan {

    /// Stages: all of an earlier one is done before. Those of things have room for an order of their own.
    static final int BEFORE_GUESTS = 0;

    static final int TEMPLATES = 100;
    static final int GUESTS = 101;
    static final int MEMBERS = 102;
    static final int AFTER_GUESTS = 200;
    static final int FIREWALLS = 220;
    static final int RIGHTS = 230;
    static final int REMOVALS = 300;

    /// What is done with a thing, in the order in which a plan tells it.
    enum Deed {
        DELETE("-"),
        CREATE("+"),
        CHANGE("~"),
        RELEASE(" "),
        LEAVE("?"),
        NOTHING("=");

        private final String sign;

        Deed(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /// @param lines its fields, each with what it is and will be
    record Thing(JudgedThing judged, Deed deed, String what, List<String> lines) {}

    private final List<Thing> things = new ArrayList<>();
    private final SortedMap<Integer, List<Step>> stages = new TreeMap<>();
    private final List<Assumption> assumptions = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> restarts = new ArrayList<>();
    private final Map<String, Binding> bindings = new LinkedHashMap<>();

    void add(Thing thing) {
        things.add(thing);
    }

    /// @param stage all of an earlier one are done before
    void then(int stage, List<Step> steps) {
        stages.computeIfAbsent(stage, _ -> new ArrayList<>()).addAll(steps);
    }

    void assuming(Assumption assumption) {
        if (!assumptions.contains(assumption)) {
            assumptions.add(assumption);
        }
    }

    void target(Target target) {
        targets.add(target);
    }

    void loses(String sentence) {
        losses.add(sentence);
    }

    /// What else happens, each a sentence.
    void notes(String sentence) {
        notes.add(sentence);
    }

    void restarts(String label) {
        restarts.add(label);
    }

    void binds(String key, Binding guest) {
        bindings.put(key, guest);
    }

    List<Thing> things() {
        return things.stream()
                .sorted((one, other) -> one.deed().compareTo(other.deed()))
                .toList();
    }

    List<Step> steps() {
        return stages.values().stream().flatMap(List::stream).toList();
    }

    List<Assumption> assumptions() {
        return assumptions;
    }

    List<Target> targets() {
        return targets;
    }

    List<String> losses() {
        return losses;
    }

    List<String> notes() {
        return notes;
    }

    List<String> restarts() {
        return restarts;
    }

    Map<String, Binding> bindings() {
        return bindings;
    }
}
