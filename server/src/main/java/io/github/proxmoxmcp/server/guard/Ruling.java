package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.catalogue.Catalogue;
import io.github.proxmoxmcp.persistence.session.AccessToken;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The access and approval that a plan needs, judged by its calls, the configuration and the cluster as it is now.
///
/// @param effect the worse of what the tool says and what its calls are; it decides the access
/// @param reasons why it takes a human however harmless it is, each a sentence
record Ruling(Effect effect, List<String> reasons) {

    /// By it the reasons are known among what a plan says, which is hashed and shown.
    private static final String HUMAN = "takes a human: ";

    Ruling {
        reasons = List.copyOf(reasons);
    }

    /// By a look at the cluster, just before something is sent.
    ///
    /// @param tokens all that there are: one caller may work for another
    /// @throws Refused when it must not be sent, whoever approved it
    static Ruling of(Action action, Caller caller, Cluster cluster, PolicySettings policy, List<AccessToken> tokens) {
        LiveView view = new LiveView(cluster.api());
        view.requireScope(
                action,
                policy.scopeOf(cluster.name()),
                policy.downloadFrom(),
                "The scope is set in the server's configuration");
        view.requireScope(action, caller.scope(), policy.downloadFrom(), "This is the scope of the caller's token");
        Optional<Catalogue> catalogue = catalogue(cluster.api());
        catalogue.ifPresent(
                known -> action.steps().forEach(step -> known.check(step.method(), step.path(), step.parameters())));
        view.requireUnchanged(action.assumptions());
        view.requireUnprotected(action);
        view.requireAllowedInside(action, policy.runInGuest());
        view.requireNoTemplates(action);
        List<String> reasons = new ArrayList<>(
                RightsByName.of(policy, cluster.name(), caller, tokens).touched(action, view));
        action.steps().stream()
                .flatMap(step -> Downloads.foreign(policy.downloadFrom(), step))
                .forEach(address -> reasons.add(
                        "'download_from' of the configuration does not have " + UntrustedText.line(address)));
        action.steps().stream()
                .flatMap(step -> Logins.given(step, vmid -> view.rows().containsKey(vmid)))
                .forEach(reasons::add);
        action.steps().stream()
                .flatMap(step -> Severity.changesRights(step).stream())
                .distinct()
                .forEach(reasons::add);
        if (catalogue.isEmpty()) {
            reasons.add("the cluster does not describe its API, so it is unknown what this call does");
        }
        return new Ruling(catalogue.isEmpty() ? Effect.DESTRUCTIVE : Severity.of(action), reasons);
    }

    private static Optional<Catalogue> catalogue(Proxmox api) {
        try {
            return Optional.of(api.catalogue());
        } catch (ProxmoxException _) {
            // Not served there, or not to be understood.
            return Optional.empty();
        }
    }

    boolean human() {
        return !reasons.isEmpty();
    }

    /// Of how many people the approval must be.
    int people(PolicySettings policy, Action action) {
        return policy.people(
                human() ? Effect.DESTRUCTIVE : effect, action.undo().isPresent());
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
