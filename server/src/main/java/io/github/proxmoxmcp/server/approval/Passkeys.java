package io.github.proxmoxmcp.server.approval;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.acting.PlanApproval;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Passkeys of people on the page: enrolling one, and approving a plan with one. Neither is anything that a bearer of a
/// token can do without the device, and the finger or PIN of its owner.
public final class Passkeys {

    private static final Duration INVITED = Duration.ofMinutes(10);
    private static final Duration WAITING = Duration.ofDays(1);
    private static final int MAX_WAITING_PASSKEYS = 20;
    private static final int NONCE_BYTES = 16;
    private static final int TIME_BYTES = 8;

    private final Supplier<Store> store;
    private final PolicySettings policy;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Supplier<byte[]> key;

    /// @param random makes challenges, so it must not be one that can be foretold
    /// @param key of all processes on the store
    public Passkeys(
            Supplier<Store> store,
            PolicySettings policy,
            InstantSource clock,
            RandomGenerator random,
            Supplier<byte[]> key) {
        this.store = store;
        this.policy = policy;
        this.clock = clock;
        this.random = random;
        this.key = key;
    }

    /// A challenge for a device that shall make a passkey: of this session and for a while, whichever process is asked.
    public String invitation(String session) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] claim = ByteBuffer.allocate(NONCE_BYTES + TIME_BYTES)
                .put(nonce)
                .putLong(clock.instant().plus(INVITED).toEpochMilli())
                .array();
        return text(join(claim, seal(claim, session)));
    }

    private byte[] invited(String challenge, String session) {
        byte[] given = bytes(challenge);
        byte[] claim = Arrays.copyOf(given, NONCE_BYTES + TIME_BYTES);
        Instant until = Instant.ofEpochMilli(ByteBuffer.wrap(claim).getLong(NONCE_BYTES));
        if (!MessageDigest.isEqual(join(claim, seal(claim, session)), given)
                || !clock.instant().isBefore(until)) {
            throw bad("the form was not made for this sign-in, or is too old: open the room again");
        }
        return given;
    }

    private byte[] seal(byte[] claim, String session) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.get(), "HmacSHA256"));
            mac.update("passkey invitation\n".getBytes(StandardCharsets.UTF_8));
            mac.update(claim);
            return mac.doFinal(session.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /// Keeps a new passkey, which counts for nothing until an operator approves it at the terminal.
    ///
    /// @param principal who is signed in
    /// @param session of them
    public Passkey enrol(String principal, String session, PageOrigin origin, NewPasskey made) {
        if (!made.person().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new BadArgument(
                    "your name has up to 64 letters, digits, '.', '_' and '-' only, not '" + made.person() + "'");
        }
        Store kept = store.get();
        kept.passkeys().forget(clock.instant().minus(WAITING));
        long waiting = kept.passkeys().list().stream()
                .filter(passkey -> passkey.vouch().isEmpty() && passkey.end().isEmpty())
                .count();
        if (waiting >= MAX_WAITING_PASSKEYS) {
            throw new Refused(
                    "passkeys_waiting",
                    waiting + " passkeys wait for an operator, and no more may: let one approve or remove some of them"
                            + " with 'proxmox-mcp passkey'");
        }
        try {
            Ceremonies.Enrolled enrolled = Ceremonies.enrolled(
                    origin, invited(made.challenge(), session), made.attestation(), made.clientData());
            Passkey passkey = new Passkey(
                    enrolled.id(),
                    made.person(),
                    origin.text(),
                    enrolled.credential(),
                    enrolled.backedUp(),
                    enrolled.counter(),
                    principal,
                    clock.instant(),
                    Optional.empty(),
                    Optional.empty());
            if (!kept.passkeys().add(passkey)) {
                throw bad("it is known already");
            }
            return passkey;
        } catch (Ceremonies.BadPasskey e) {
            throw bad(e.reason());
        }
    }

    /// What the browser sends of a passkey that was just made, each part base64url.
    public record NewPasskey(String person, String challenge, String attestation, String clientData) {}

    /// The challenge that a device answers to approve a plan, base64url: no other plan has it.
    public static String challenge(Plan plan) {
        return text(Approvals.challenge(plan.hash()));
    }

    /// Those that count on a page.
    public List<Passkey> good(PageOrigin origin) {
        Map<String, String> operators = Operators.known(policy, store.get());
        return store.get().passkeys().list().stream()
                .filter(passkey -> passkey.end().isEmpty()
                        && passkey.origin().equals(origin.text())
                        && Vouching.voucher(passkey, operators).isPresent())
                .toList();
    }

    /// All of them with how they stand, in words.
    public static List<Listed> list(Store store, PolicySettings policy) {
        Map<String, String> operators = Operators.known(policy, store);
        return store.passkeys().list().stream()
                .map(passkey -> new Listed(passkey, Vouching.code(passkey), standing(passkey, operators)))
                .toList();
    }

    /// A passkey and how it stands.
    public record Listed(Passkey passkey, String code, String standing) {}

    private static String standing(Passkey passkey, Map<String, String> operators) {
        if (passkey.end().isPresent()) {
            return passkey.end().get().reason();
        }
        if (passkey.vouch().isEmpty()) {
            return "waits for an operator";
        }
        return Vouching.voucher(passkey, operators)
                .map(voucher -> "approved by " + voucher)
                .orElse("counts no more: who approved it is no operator now, or it was changed in the store");
    }

    /// The approval that an assertion is, checked; the counter is noted, and a copied passkey ended.
    ///
    /// @throws Refused when it approves nothing
    public PlanApproval approval(Plan plan, PageOrigin origin, Assertion assertion) {
        Store kept = store.get();
        Passkey passkey = good(origin).stream()
                .filter(one -> one.id().equals(assertion.credential()))
                .findFirst()
                .orElseThrow(() -> bad("it is not known here, or no operator has approved it yet"));
        PlanApproval approval =
                new PlanApproval(plan.id(), passkey.person(), PlanApproval.Kind.PASSKEY, assertion.json());
        if (kept.operators().approvals(plan.id()).contains(approval)) {
            // A form that was sent twice.
            return approval;
        }
        try {
            long counter = Ceremonies.asserted(passkey, Approvals.challenge(plan.hash()), assertion, passkey.counter());
            if (!kept.passkeys().count(passkey.id(), counter)) {
                throw bad("it was used at the same moment elsewhere, or has ended: try again");
            }
        } catch (Ceremonies.BadPasskey e) {
            if (e.isCopied()) {
                Vouching.end(kept, passkey, "server", "ended: " + e.reason(), clock.instant());
            }
            throw bad(e.reason());
        }
        return approval;
    }

    private static Refused bad(String reason) {
        return new Refused("bad_passkey", "the passkey was not accepted, and nothing was done: " + reason);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
