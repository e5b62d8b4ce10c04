package io.github.proxmoxmcp.server.approval;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.persistence.acting.PlanApproval;
import io.github.proxmoxmcp.server.config.PolicySettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who approved a plan, as keys prove it: what the store says is only where the proofs are kept.
///
/// @param given proven ones, by name
public record Approvals(List<Given> given) {

    /// So that an assertion over a plan can never be taken for one over something else.
    private static final String CONTEXT = "proxmox-mcp plan approval by passkey 1\n";

    /// One person's yes.
    ///
    /// @param root the operator on whose key it rests
    public record Given(String person, String root, PlanApproval.Kind kind) {

        @Override
        public String toString() {
            return person
                    + switch (kind) {
                        case KEY -> "";
                        case PASSKEY -> " by passkey";
                    };
        }
    }

    public Approvals {
        given = List.copyOf(given);
    }

    /// @param hash of the plan, as it is now
    public static Approvals of(Store store, PolicySettings policy, String plan, String hash) {
        Map<String, String> operators = Operators.known(policy, store);
        List<Given> given = new ArrayList<>();
        for (PlanApproval approval : store.operators().approvals(plan)) {
            if (proof(store, operators, approval, hash) instanceof Proof.Whole(Given one, Optional<Passkey.End> end)
                    && end.isEmpty()) {
                given.add(one);
            }
        }
        return new Approvals(given);
    }

    /// What the evidence of an approval is worth.
    public sealed interface Proof {

        /// @param end of the passkey: what counted then counts no more
        record Whole(Given given, Optional<Passkey.End> end) implements Proof {}

        /// The key is known, and did not sign this.
        record Wrong() implements Proof {}

        /// The key is not known here, or no more.
        record Unknown() implements Proof {}
    }

    /// @param operators public keys by name
    /// @param hash of the plan that was approved
    public static Proof proof(Store store, Map<String, String> operators, PlanApproval approval, String hash) {
        return switch (approval.kind()) {
            case KEY ->
                Optional.ofNullable(operators.get(approval.operator()))
                        .map(key -> OperatorKey.verifies(key, hash, approval.evidence())
                                ? whole(approval, approval.operator(), Optional.empty())
                                : new Proof.Wrong())
                        .orElseGet(Proof.Unknown::new);
            case PASSKEY ->
                Assertion.read(approval.evidence())
                        .map(assertion -> proof(store, operators, approval, hash, assertion))
                        .orElseGet(Proof.Wrong::new);
        };
    }

    private static Proof proof(
            Store store, Map<String, String> operators, PlanApproval approval, String hash, Assertion assertion) {
        Optional<Passkey> passkey = store.passkeys().get(assertion.credential());
        if (passkey.isEmpty()) {
            // The store forgets no passkey that approved something.
            return new Proof.Wrong();
        }
        Optional<String> voucher = Vouching.voucher(passkey.get(), operators);
        if (voucher.isEmpty()) {
            return new Proof.Unknown();
        }
        return passkey.get().person().equals(approval.operator()) && isOver(hash, passkey.get(), assertion)
                ? whole(approval, voucher.get(), passkey.get().end())
                : new Proof.Wrong();
    }

    private static Proof whole(PlanApproval approval, String root, Optional<Passkey.End> end) {
        return new Proof.Whole(new Given(approval.operator(), root, approval.kind()), end);
    }

    private static boolean isOver(String hash, Passkey passkey, Assertion assertion) {
        try {
            Ceremonies.asserted(passkey, challenge(hash), assertion, 0);
            return true;
        } catch (Ceremonies.BadPasskey _) {
            return false;
        }
    }

    /// What a device signs to approve the plan of this hash.
    static byte[] challenge(String hash) {
        try {
            return MessageDigest.getInstance("SHA-256").digest((CONTEXT + hash).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Whether so many different people approved it. Two are different if they have two names and if neither could have
    /// made the other's passkey: their approvals rest on two operators' keys.
    public boolean areOf(int people) {
        return switch (people) {
            case 1 -> !given.isEmpty();
            case 2 ->
                given.stream()
                        .anyMatch(one -> given.stream()
                                .anyMatch(other -> !one.person().equals(other.person())
                                        && !one.root().equals(other.root())));
            default -> throw new IllegalArgumentException("one or two people, not " + people);
        };
    }

    /// Their names, for the audit and for people.
    public String names() {
        return given.stream().map(Given::toString).collect(Collectors.joining(" and "));
    }
}
