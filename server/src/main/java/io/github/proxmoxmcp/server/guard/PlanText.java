package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Printable;
import java.util.ArrayList;
import java.util.List;

/// The text by which a human decides about a plan, in a form, at a terminal or on a page: the risk and the first call
/// come before and after all else, so that no value, however long, can push them out of sight.
public final class PlanText {

    private static final int MAX_SENTENCE_CHARACTERS = 500;

    private PlanText() {}

    /// No line of it is begun by a value of others: each begins with a word of ours.
    public static List<String> lines(Action action) {
        List<String> lines = new ArrayList<>();
        lines.add(risk(action));
        lines.add("What: " + sentence(action.summary()));
        action.losses().forEach(loss -> lines.add("Lost: " + sentence(loss)));
        action.dependents().forEach(dependent -> lines.add("Also: " + sentence(dependent)));
        lines.add("Undo: " + sentence(action.undo().orElse("cannot be undone")));
        int calls = action.steps().size();
        for (int i = 0; i < calls; i++) {
            Step step = action.steps().get(i);
            lines.add("Call" + (calls > 1 ? " " + (i + 1) + " of " + calls : "") + ": " + StepText.call(step));
            StepText.parameters(step).forEach(parameter -> lines.add("  " + parameter));
        }
        lines.add(risk(action));
        return lines;
    }

    /// The calls in one line each, as they are told to programs.
    public static List<String> calls(Action action) {
        return action.steps().stream().map(StepText::shown).toList();
    }

    private static String risk(Action action) {
        return "Risk: "
                + (Severity.of(action) == Effect.DESTRUCTIVE ? "DESTRUCTIVE, " : "")
                + (action.undo().isPresent() ? "can be undone" : "CANNOT be undone")
                + action.steps().stream()
                        .findFirst()
                        .map(step -> ". First call: " + StepText.call(step))
                        .orElse("");
    }

    private static String sentence(String text) {
        String spelled = Printable.spelled(text);
        return spelled.length() <= MAX_SENTENCE_CHARACTERS
                ? spelled
                : spelled.substring(0, MAX_SENTENCE_CHARACTERS) + "… (" + text.length() + " characters)";
    }
}
