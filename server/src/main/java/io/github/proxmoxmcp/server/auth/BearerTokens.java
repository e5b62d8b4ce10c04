package io.github.proxmoxmcp.server.auth;

import io.github.proxmoxmcp.persistence.session.AccessToken;
import io.github.proxmoxmcp.persistence.session.AccessTokens;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.ScopeText;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Scope;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens of our own, `pmcp_ID_SECRET`: made, shown once, kept as a slow hash.
///
/// A token that was good is remembered by a fast hash under a key that only this process knows, but its row in the
/// store is read on every request: revoking it works at once, in every process.
public final class BearerTokens implements PresentedCredentials {

    private static final Pattern FORM = Pattern.compile("pmcp_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
    private static final String OURS = "token:";
    private static final int REMEMBERED = 10_000;

    private final Supplier<AccessTokens> store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final int rounds;
    private final SecretKeySpec key;
    private final Map<String, String> good = new ConcurrentHashMap<>();

    /// Slow hashes at a time, so that guessing does not take all cores.
    private final Semaphore hashing = new Semaphore(2);

    public BearerTokens(Supplier<AccessTokens> store, InstantSource clock, SecureRandom random) {
        this(store, clock, random, SlowHash.ROUNDS);
    }

    /// @param rounds of the hash of tokens that are made here
    public BearerTokens(Supplier<AccessTokens> store, InstantSource clock, SecureRandom random, int rounds) {
        this.store = store;
        this.rounds = rounds;
        this.clock = clock;
        this.random = random;
        byte[] fresh = new byte[32];
        random.nextBytes(fresh);
        key = new SecretKeySpec(fresh, "HmacSHA256");
    }

    /// Makes a token and returns the only copy of it; empty when the name is taken.
    ///
    /// @param scope as [ScopeText] writes it; absent: nothing narrower than the server's
    public Optional<String> add(String name, Access access, Optional<String> scope, Optional<Duration> lifetime) {
        byte[] id = new byte[8];
        byte[] secret = new byte[32];
        random.nextBytes(id);
        random.nextBytes(secret);
        String publicPart = HexFormat.of().formatHex(id);
        String secretPart = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        boolean added = store.get()
                .add(new AccessToken(
                        publicPart,
                        name,
                        access.name().toLowerCase(Locale.ROOT),
                        scope,
                        SlowHash.of(secretPart, random, rounds),
                        clock.instant(),
                        lifetime.map(clock.instant()::plus),
                        Optional.empty()));
        return added ? Optional.of("pmcp_" + publicPart + "_" + secretPart) : Optional.empty();
    }

    @Override
    public boolean recognizes(String bearer) {
        return bearer.startsWith("pmcp_");
    }

    @Override
    public Verdict check(String bearer) {
        Matcher form = FORM.matcher(bearer);
        if (!form.matches()) {
            return new Verdict.Refused("the token is malformed");
        }
        Optional<AccessToken> found =
                store.get().get(form.group(1)).filter(token -> knows(token, bearer, form.group(2)));
        if (found.isEmpty()) {
            return new Verdict.Refused("the token is not known");
        }
        AccessToken token = found.get();
        if (!token.isValid(clock.instant())) {
            return new Verdict.Refused(token.revokedAt().isPresent() ? "the token was revoked" : "the token expired");
        }
        return admission(token)
                .<Verdict>map(Verdict.Welcome::new)
                .orElseGet(() -> new Verdict.Refused("the token's scope cannot be read; make a new token"));
    }

    private Optional<Admission> admission(AccessToken token) {
        try {
            Scope scope = token.scope().map(ScopeText::read).orElse(Scope.NONE);
            return Optional.of(new Admission(principal(token, scope), () -> isValid(token.id())));
        } catch (ConfigurationException _) {
            return Optional.empty();
        }
    }

    /// What a token that was checked before opens now; empty when nothing any more.
    ///
    /// @param id its public part
    public Optional<Admission> admission(String id) {
        return store.get()
                .get(id)
                .filter(token -> token.isValid(clock.instant()))
                .flatMap(this::admission);
    }

    /// The public part of the token that a principal came with; empty when it is none of ours.
    public static Optional<String> id(Principal principal) {
        return Optional.of(principal.id()).filter(id -> id.startsWith(OURS)).map(id -> id.substring(OURS.length()));
    }

    private boolean isValid(String id) {
        return store.get()
                .get(id)
                .filter(token -> token.isValid(clock.instant()))
                .isPresent();
    }

    private static Principal principal(AccessToken token, Scope scope) {
        return new Principal(
                OURS + token.id(),
                "token:" + token.name(),
                Access.valueOf(token.access().toUpperCase(Locale.ROOT)),
                scope);
    }

    private boolean knows(AccessToken token, String bearer, String secret) {
        String fast = fast(bearer);
        if (token.hash().equals(good.get(fast))) {
            return true;
        }
        if (!token.isValid(clock.instant())) {
            // Worth nothing whatever the secret, so not worth a slow hash; which of both it is we do not tell.
            return false;
        }
        hashing.acquireUninterruptibly();
        try {
            if (!SlowHash.matches(secret, token.hash())) {
                return false;
            }
        } finally {
            hashing.release();
        }
        if (good.size() >= REMEMBERED) {
            good.clear();
        }
        good.put(fast, token.hash());
        return true;
    }

    /// Looking this up takes no time that depends on how much of a guess is right: the key is not known outside.
    private String fast(String bearer) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(bearer.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256", e);
        }
    }
}
