package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.List;

/// Who may approve plans, and what they approved.
public interface OperatorStore {

    /// Pins a public key under a name; false when the name is taken.
    boolean add(String name, String publicKey, Instant at);

    /// By name.
    List<Operator> list();

    /// Keeps an approval; one of the same person that is there stays as it is.
    void approve(PlanApproval approval);

    /// Of one plan, by name.
    List<PlanApproval> approvals(String plan);

    /// @param publicKey base64
    record Operator(String name, String publicKey, Instant addedAt) {}
}
