package io.github.proxmoxmcp.server.page.session;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.session.PageSession;
import io.github.proxmoxmcp.persistence.session.PageSessions;
import io.github.proxmoxmcp.server.auth.Admission;
import io.github.proxmoxmcp.server.auth.BearerTokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/// Who is signed in to the page: a bearer token was exchanged for a cookie, whose value is new at each sign-in and
/// changes while it is used. What the token may do is asked at every request, so that a session ends with its token.
public final class SignIns {

    /// After so long without a request it has ended, and after so long in any case.
    static final Duration MAX_IDLE = Duration.ofHours(1);

    static final Duration MAX_LIFE = Duration.ofHours(12);

    private static final Duration CHANGE = Duration.ofMinutes(15);

    /// How long the value before is still good, for requests that were under way.
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    private static final Duration NOTED = Duration.ofMinutes(1);
    private static final int VALUE_BYTES = 32;
    private static final int ID_BYTES = 16;

    private final Supplier<Store> store;
    private final BearerTokens tokens;
    private final InstantSource clock;
    private final SecureRandom random;

    /// @param store for every process that serves the page
    public SignIns(Supplier<Store> store, BearerTokens tokens, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    /// Somebody who is signed in.
    ///
    /// @param id of the session, the same while the cookie changes
    /// @param next the value that the cookie gets from now on; absent: it stays
    public record SignedIn(String id, Admission admission, Optional<String> next) {}

    /// Exchanges a token that was checked for the value of a new cookie; ends what the browser had before.
    ///
    /// @param admission what the token opens
    /// @param before the value of the cookie that the browser sent, if it sent one
    /// @return empty when it is no token of ours, which alone can be asked for again
    public Optional<String> begin(Admission admission, Optional<String> before) {
        Instant now = clock.instant();
        Optional<String> token = BearerTokens.id(admission.principal());
        return token.map(id -> {
            sessions().endOld(now.minus(MAX_IDLE), now.minus(MAX_LIFE));
            before.flatMap(value -> sessions().find(hash(value)))
                    .ifPresent(old -> sessions().end(old.id()));
            String value = fresh(VALUE_BYTES);
            sessions().add(new PageSession(fresh(ID_BYTES), id, hash(value), Optional.empty(), now, now, now));
            return value;
        });
    }

    /// Who a cookie belongs to; empty when nobody any more.
    public Optional<SignedIn> find(String value) {
        Instant now = clock.instant();
        String hash = hash(value);
        Optional<PageSession> found = sessions().find(hash);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PageSession session = found.get();
        boolean isBefore = !session.hash().equals(hash);
        Optional<Admission> admission = tokens.admission(session.token());
        // A value that was replaced a while ago is shown by a copy of the cookie, or by whom it was copied from.
        if (!isAlive(session, now)
                || admission.isEmpty()
                || (isBefore && now.isAfter(session.changedAt().plus(UNDER_WAY)))) {
            sessions().end(session.id());
            return Optional.empty();
        }
        Optional<String> next = Optional.empty();
        if (!isBefore && now.isAfter(session.changedAt().plus(CHANGE))) {
            next = Optional.of(fresh(VALUE_BYTES)).filter(fresh -> sessions().change(hash, hash(fresh), now));
        } else if (now.isAfter(session.usedAt().plus(NOTED))) {
            sessions().used(session.id(), now);
        }
        Admission given = admission.get();
        return Optional.of(new SignedIn(
                session.id(),
                new Admission(given.principal(), () -> given.valid().getAsBoolean() && isStill(session.id())),
                next));
    }

    private boolean isStill(String id) {
        return sessions()
                .get(id)
                .filter(session -> isAlive(session, clock.instant()))
                .isPresent();
    }

    private static boolean isAlive(PageSession session, Instant now) {
        return now.isBefore(session.usedAt().plus(MAX_IDLE))
                && now.isBefore(session.signedInAt().plus(MAX_LIFE));
    }

    /// Signs out.
    public void end(String id) {
        sessions().end(id);
    }

    /// Signs out everywhere: ends all sessions of the token that this one is of.
    public void endAll(String id) {
        sessions().get(id).ifPresent(session -> sessions().endOf(session.token()));
    }

    private PageSessions sessions() {
        return store.get().pageSessions();
    }

    private String fresh(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    /// A fast one is enough: of 256 random bits none can be guessed.
    private static String hash(String value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
