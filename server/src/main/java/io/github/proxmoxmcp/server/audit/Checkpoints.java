package io.github.proxmoxmcp.server.audit;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.AuditCheckpoint;
import io.github.proxmoxmcp.server.approval.OperatorKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signed checkpoints of the audit. A chain of hashes alone can be made anew by whoever writes to the store; what was
/// signed cannot, without the key.
public final class Checkpoints {

    /// The signer that is no operator.
    public static final String SERVER = "server";

    private Checkpoints() {}

    /// Signs the newest entry and keeps that; absent when there is none.
    public static Optional<AuditCheckpoint> sign(
            Store store, String signer, String publicKey, OperatorKey key, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        Optional<AuditCheckpoint> made = store.audit().list(Optional.empty(), Optional.empty(), 1).stream()
                .findFirst()
                .map(head -> new AuditCheckpoint(
                        head.seq(),
                        head.hash(),
                        at,
                        signer,
                        publicKey,
                        key.signCheckpoint(text(head.seq(), head.hash(), at, signer))));
        made.ifPresent(store.audit()::keep);
        return made;
    }

    /// What checkpoints prove.
    ///
    /// @param proven the newest that stands
    /// @param problems of entries that are not what was signed, each a sentence
    /// @param unknown how many are signed by a key that nobody knows here, and prove nothing
    public record Report(Optional<AuditCheckpoint> proven, List<String> problems, int unknown) {}

    /// @param keys public keys that count, by signer
    public static Report verify(Store store, Map<String, String> keys) {
        Optional<AuditCheckpoint> proven = Optional.empty();
        List<String> problems = new ArrayList<>();
        int unknown = 0;
        for (AuditCheckpoint checkpoint : store.audit().checkpoints()) {
            boolean ours = checkpoint.publicKey().equals(keys.get(checkpoint.signer()))
                    && OperatorKey.verifiesCheckpoint(
                            checkpoint.publicKey(),
                            text(checkpoint.seq(), checkpoint.hash(), checkpoint.at(), checkpoint.signer()),
                            checkpoint.signature());
            if (!ours) {
                unknown++;
            } else if (isEntry(store, checkpoint.seq(), checkpoint.hash())) {
                proven = Optional.of(checkpoint);
            } else {
                problems.add("entry " + checkpoint.seq() + " is not what " + checkpoint.signer() + " signed at "
                        + checkpoint.at() + ": the log was rewritten, or its end removed");
            }
        }
        return new Report(proven, problems, unknown);
    }

    static boolean isEntry(Store store, long seq, String hash) {
        return store.audit().list(Optional.empty(), Optional.of(seq + 1), 1).stream()
                .anyMatch(entry -> entry.seq() == seq && entry.hash().equals(hash));
    }

    private static String text(long seq, String hash, Instant at, String signer) {
        return seq + " " + hash + " " + at.toEpochMilli() + " " + signer;
    }
}
