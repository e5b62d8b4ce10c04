package io.github.proxmoxmcp.server.approval;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.server.tool.ToolException.NotFound;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// That an operator vouches for a passkey, by a signature with the key of a file over all that is said of it: whoever
/// can write to the store, or was signed in when it was enrolled, cannot make one that counts.
public final class Vouching {

    private static final int CODE_DIGITS = 20;
    private static final String EVERY_FIVE = "(?<=\\G.{5})(?=.)";

    private Vouching() {}

    /// What people compare between the page and the terminal: the beginning of the hash over all that is vouched for.
    public static String code(Passkey passkey) {
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text(passkey).getBytes(StandardCharsets.UTF_8)));
            return hash.substring(0, CODE_DIGITS).replaceAll(EVERY_FIVE, "-");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// @throws NotFound when there is none of this code
    public static Passkey find(Store store, String code) {
        return store.passkeys().list().stream()
                .filter(passkey -> code(passkey).equals(code))
                .findFirst()
                .orElseThrow(() -> new NotFound("there is no passkey '" + code
                        + "'; 'proxmox-mcp passkey list' shows which there are, and the page shows the code of a new"
                        + " one"));
    }

    /// Refuses an operator who may not vouch for this passkey: nobody else has a word for who has a key of their own.
    public static void requireTheirs(Passkey passkey, String operator, Map<String, String> operators) {
        if (operators.containsKey(passkey.person()) && !operator.equals(passkey.person())) {
            throw new Refused(
                    "passkey_of_another",
                    passkey.person() + " is an operator with a key: only with that key can this passkey be approved,"
                            + " not with the one of " + operator);
        }
    }

    /// Signs for a passkey, and writes that down.
    ///
    /// @param now of the passkey that was shown: it is signed as it was then
    public static void vouch(Store store, Passkey passkey, String operator, OperatorKey key, Instant now) {
        Passkey.Vouch vouch = new Passkey.Vouch(operator, key.signPasskey(text(passkey)), now);
        if (!store.passkeys().vouch(passkey.id(), vouch)) {
            throw new Refused(
                    "passkey_closed",
                    "passkey " + code(passkey) + " was approved before or has ended; it stays as it is");
        }
        written(store, passkey, operator, "approved", now);
    }

    /// Makes a passkey worthless, and writes that down; that takes no key.
    public static void end(Store store, Passkey passkey, String by, String reason, Instant now) {
        if (!store.passkeys().end(passkey.id(), new Passkey.End(now, reason))) {
            throw new Refused("passkey_closed", "passkey " + code(passkey) + " has ended before");
        }
        written(store, passkey, by, "ended", now);
    }

    private static void written(Store store, Passkey passkey, String by, String outcome, Instant now) {
        store.audit()
                .append(
                        now,
                        "",
                        by,
                        "passkey",
                        outcome,
                        Optional.empty(),
                        JsonMapper.shared()
                                .writeValueAsString(Map.of(
                                        "summary",
                                        "passkey " + code(passkey) + " of " + passkey.person() + " at "
                                                + passkey.origin())));
    }

    /// The operator on whose key it rests that this passkey is its person's; empty when on nobody's.
    public static Optional<String> voucher(Passkey passkey, Map<String, String> operators) {
        return passkey.vouch()
                .filter(vouch -> !operators.containsKey(passkey.person())
                        || vouch.operator().equals(passkey.person()))
                .filter(vouch -> Optional.ofNullable(operators.get(vouch.operator()))
                        .filter(key -> OperatorKey.verifiesPasskey(key, text(passkey), vouch.signature()))
                        .isPresent())
                .map(Passkey.Vouch::operator);
    }

    /// Every value with its length before it: no other values make the same text.
    private static String text(Passkey passkey) {
        StringBuilder text = new StringBuilder();
        for (String value : List.of(
                passkey.person(),
                passkey.origin(),
                passkey.id(),
                passkey.credential(),
                Boolean.toString(passkey.backedUp()))) {
            text.append(value.length()).append(':').append(value);
        }
        return text.toString();
    }
}
