package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which changes of guests' configurations wait for their next start, as their nodes told last.
public interface PendingStore {

    /// Keeps what was told instead of what was known.
    void put(String cluster, List<Waiting> told);

    /// What was told last of guests that there are now, by vmid.
    Map<Integer, Waiting> of(String cluster, Collection<Integer> vmids);

    /// What waited, of a guest that was started then and had that configuration.
    ///
    /// @param started absent: it did not run
    /// @param digest of the configuration, which is another one, too, when what waited comes into force
    record Waiting(
            int vmid,
            int incarnation,
            Optional<Instant> started,
            String digest,
            Instant readAt,
            List<WaitingOption> options) {}

    /// One option that will be another one.
    ///
    /// @param wanted absent: it will be removed
    /// @param removal how, in Proxmox's number
    record WaitingOption(String key, Optional<String> value, Optional<String> wanted, Optional<Integer> removal) {}
}
