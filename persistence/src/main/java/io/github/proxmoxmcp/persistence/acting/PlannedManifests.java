package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.Optional;

/// A set of manifests as it was when a plan was made of it.
///
/// @param plan its id; of what needed no step one of its own
/// @param commit of the version control that the files lay in
/// @param body the manifests, as one YAML text
/// @param bindings which vmid each key has, as JSON
/// @param steps how many calls the plan has; none: there was nothing to do
/// @param appliedAt when it was carried out to its end; absent: not, or not to its end
public record PlannedManifests(
        String plan,
        String cluster,
        String set,
        String principal,
        Optional<String> commit,
        String body,
        String bindings,
        int steps,
        Instant plannedAt,
        Optional<Instant> appliedAt) {}
