package io.github.proxmoxmcp.server.audit;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.server.approval.Approvals;
import io.github.proxmoxmcp.server.approval.Approvals.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Compares what the audit says of approvals with the proofs that are kept of them.
public final class ApprovalProofs {

    private static final int BATCH = 500;
    private static final Set<String> APPROVED = Set.of("approved", "approved_by_one");

    private ApprovalProofs() {}

    /// @param keys how many a key in a file proves
    /// @param passkeys how many a passkey proves
    /// @param unknown how many are of keys that nobody knows here, and prove nothing
    /// @param problems of approvals that are not what was signed, each a sentence
    public record Report(int keys, int passkeys, int unknown, List<String> problems) {

        public Report {
            problems = List.copyOf(problems);
        }

        /// For people; empty when there was none.
        public List<String> lines() {
            List<String> lines = new ArrayList<>(problems);
            if (keys + passkeys > 0) {
                lines.add(keys + passkeys + " approvals of plans are as they were given: " + keys
                        + " by operators' keys, " + passkeys + " by passkeys");
            }
            if (unknown > 0) {
                lines.add(unknown + " approvals of plans are of keys that are not known here, and prove nothing");
            }
            return lines;
        }

        public boolean areWhole() {
            return problems.isEmpty();
        }
    }

    /// @param operators public keys by name
    public static Report verify(Store store, Map<String, String> operators) {
        int keys = 0;
        int passkeys = 0;
        int unknown = 0;
        List<String> problems = new ArrayList<>();
        long last = 0;
        for (List<AuditEntry> some = after(store, last); !some.isEmpty(); some = after(store, last)) {
            for (AuditEntry entry : some) {
                if (APPROVED.contains(entry.outcome()) && entry.plan().isPresent()) {
                    switch (proof(store, operators, entry, entry.plan().get())) {
                        case Proof.Whole(Approvals.Given given, Optional<?> _) -> {
                            switch (given.kind()) {
                                case KEY -> keys++;
                                case PASSKEY -> passkeys++;
                            }
                        }
                        case Proof.Unknown() -> unknown++;
                        case Proof.Wrong() ->
                            problems.add("entry " + entry.seq() + " says that " + entry.principal()
                                    + " approved plan " + entry.plan().get() + ", and what is kept as the proof of it"
                                    + " is none: the store was changed");
                    }
                }
            }
            last = some.getLast().seq();
        }
        return new Report(keys, passkeys, unknown, problems);
    }

    private static Proof proof(Store store, Map<String, String> operators, AuditEntry entry, String plan) {
        String hash = JsonMapper.shared().readTree(entry.body()).path("hash").asString("");
        return store.operators().approvals(plan).stream()
                .filter(approval -> approval.operator().equals(entry.principal()))
                .findFirst()
                .<Proof>map(approval -> Approvals.proof(store, operators, approval, hash))
                .orElseGet(Proof.Wrong::new);
    }

    /// Entries after one, oldest first.
    public static List<AuditEntry> after(Store store, long seq) {
        return store.audit().list(Optional.empty(), Optional.of(seq + BATCH + 1), BATCH).reversed().stream()
                .filter(entry -> entry.seq() > seq)
                .toList();
    }
}
