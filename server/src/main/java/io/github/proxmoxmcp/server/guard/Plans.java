package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.config.PolicySettings.Need;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Actions as plans of the store.
///
/// What is hashed is the stored text itself together with whose plan it is and how long it lives: whoever approves the
/// hash approves exactly these calls, of this plan, for this principal.
public final class Plans {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int ID_LENGTH = 10;

    private Plans() {}

    static Plan add(Store store, Action action, String principal, Instant now, Duration life, RandomGenerator random) {
        StringBuilder id = new StringBuilder();
        random.ints(ID_LENGTH, 0, ALPHABET.length()).forEach(letter -> id.append(ALPHABET.charAt(letter)));
        Instant created = now.truncatedTo(ChronoUnit.MILLIS);
        String body = JSON.writeValueAsString(action);
        Plan plan = new Plan(
                id.toString(),
                action.cluster(),
                action.tool(),
                principal,
                hash(id.toString(), action.cluster(), action.tool(), principal, created, created.plus(life), body),
                body,
                Plan.Status.OPEN,
                created,
                created.plus(life),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        store.plans().add(plan);
        return plan;
    }

    /// The action of a plan that is what its hash says.
    ///
    /// @throws ToolException.Refused when somebody changed it after it was made
    public static Action action(Plan plan) {
        boolean whole = plan.hash()
                .equals(hash(
                        plan.id(),
                        plan.cluster(),
                        plan.action(),
                        plan.principal(),
                        plan.createdAt(),
                        plan.expiresAt(),
                        plan.body()));
        try {
            if (whole) {
                return JSON.readValue(plan.body(), Action.class);
            }
        } catch (JacksonException _) {
            // As good as changed.
        }
        throw new ToolException.Refused(
                "plan_changed", "plan " + plan.id() + " is not what was planned: somebody changed it in the store");
    }

    /// Whether a plan can be applied only when somebody says yes, and nobody has.
    ///
    /// @throws ToolException.Refused when somebody changed it after it was made
    public static boolean waits(Plan plan, PolicySettings policy, Instant now) {
        if (plan.status() != Plan.Status.OPEN || !now.isBefore(plan.expiresAt())) {
            return false;
        }
        Action action = action(plan);
        return new Approval(policy, InstantSource.fixed(now)).need(Ruling.written(action), action) != Need.NONE;
    }

    /// Every value with its length before it: no other values make the same text.
    private static String hash(
            String id, String cluster, String tool, String principal, Instant created, Instant expires, String body) {
        StringBuilder text = new StringBuilder();
        for (String value : List.of(
                id,
                cluster,
                tool,
                principal,
                Long.toString(created.toEpochMilli()),
                Long.toString(expires.toEpochMilli()),
                body)) {
            text.append(value.length()).append(':').append(value);
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
