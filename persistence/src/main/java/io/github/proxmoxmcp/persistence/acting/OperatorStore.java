package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who may approve plans, and what they signed.
public interface OperatorStore {

    /// Pins a public key under a name; false when the name is taken.
    boolean add(String name, String publicKey, Instant at);

    /// By name.
    List<Operator> list();

    /// Keeps the signature over a plan's hash; one that is there stays as it is.
    void sign(String plan, Signature signature);

    Optional<Signature> signature(String plan);

    /// @param publicKey base64
    record Operator(String name, String publicKey, Instant addedAt) {}

    /// @param text base64
    record Signature(String operator, String text) {}
}
