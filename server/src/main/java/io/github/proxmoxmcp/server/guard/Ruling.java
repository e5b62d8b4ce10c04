package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.tool.Effect;
import java.util.List;

/// What a plan takes, told from its calls, the configuration and the cluster as it is now.
///
/// @param effect the worse of what the tool says and what its calls are; it decides the access
/// @param reasons why it takes a human however harmless it is, each a sentence
record Ruling(Effect effect, List<String> reasons) {

    /// By it the reasons are known among what a plan says, which is hashed and shown.
    private static final String HUMAN = "takes a human: ";

    Ruling {
        reasons = List.copyOf(reasons);
    }

    boolean human() {
        return !reasons.isEmpty();
    }

    /// The action, which says why it takes a human.
    Action told(Action action) {
        Action told = action;
        for (String reason : reasons) {
            told = told.dependent(HUMAN + reason);
        }
        return told;
    }

    /// What is known of a plan without asking the cluster.
    static Ruling written(Action action) {
        return new Ruling(
                Severity.of(action),
                action.dependents().stream()
                        .filter(text -> text.startsWith(HUMAN))
                        .toList());
    }
}
