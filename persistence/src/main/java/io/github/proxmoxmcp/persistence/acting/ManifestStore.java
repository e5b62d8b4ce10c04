package io.github.proxmoxmcp.persistence.acting;

import java.util.List;
import java.util.Optional;

/// What was declared, as often as it was planned: the history of what should be, beside that of what is.
public interface ManifestStore {

    void add(PlannedManifests planned);

    /// What was applied last of a set.
    Optional<PlannedManifests> applied(String cluster, String set);

    /// What was begun of a set, newest first: carried out, to its end or not.
    List<PlannedManifests> begun(String cluster, String set, int limit);

    /// The sets of which something was applied, sorted.
    List<String> sets(String cluster);
}
