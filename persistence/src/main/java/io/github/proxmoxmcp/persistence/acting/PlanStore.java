package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Plans, for every process on the store.
public interface PlanStore {

    /// Keeps a new plan; its status is OPEN.
    void add(Plan plan);

    Optional<Plan> get(String id);

    /// Newest first.
    List<Plan> list(String cluster, int limit);

    /// Of all clusters, newest first.
    List<Plan> latest(int limit);

    /// Plans that were claimed and have not ended yet, oldest first.
    List<Plan> claimed(String cluster);

    /// Approves or denies a plan; false unless it is OPEN and has not expired.
    boolean decide(String id, boolean approved, String by, Instant now);

    /// Takes a plan to apply it: of any number of racers one gets true, and never again.
    ///
    /// @param approvedOnly whether an OPEN plan must not be taken
    boolean claim(String id, String hash, boolean approvedOnly, Instant now);

    /// Keeps how far a plan is that was claimed and has not ended; false when it is not.
    boolean progress(String id, String result);

    /// Ends a plan that was claimed.
    boolean finish(String id, boolean well, String result, Instant now);
}
