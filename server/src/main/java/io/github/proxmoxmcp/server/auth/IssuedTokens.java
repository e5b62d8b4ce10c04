package io.github.proxmoxmcp.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Access tokens of an OAuth 2.1 issuer (JWT, RFC 9068): signed by one of its keys with an algorithm for which nobody
/// but the issuer has the secret, made for this server, and in time.
public final class IssuedTokens implements PresentedCredentials {

    private static final Logger LOG = LoggerFactory.getLogger(IssuedTokens.class);

    /// No `none`, and none of the HS family, whose key whoever can check can also sign with.
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final int REMEMBERED = 10_000;
    private static final int MAX_REASON_CHARACTERS = 300;

    private final HttpSettings.OAuth settings;
    private final InstantSource clock;
    private final IssuerKeys keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Set<String> good = ConcurrentHashMap.newKeySet();

    /// @param pause within which the issuer's keys are asked for twice at the most
    public IssuedTokens(HttpSettings.OAuth settings, InstantSource clock, Duration pause) {
        this.settings = settings;
        this.clock = clock;
        keys = new IssuerKeys(settings);
        // Not every issuer says what kind of token it is, so null is good too.
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys.source(pause)));
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        settings.audience(),
                        new JWTClaimsSet.Builder()
                                .issuer(settings.issuer().toString())
                                .build(),
                        Set.of("sub", "exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew((int) LEEWAY.toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    @Override
    public boolean recognizes(String bearer) {
        return bearer.chars().filter(letter -> letter == '.').count() >= 2;
    }

    @Override
    public Verdict check(String bearer) {
        try {
            SignedJWT token = SignedJWT.parse(bearer);
            if (!ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
                return refused("the token is signed with an algorithm that is not accepted");
            }
            JWTClaimsSet claims = processor.process(token, null);
            Verdict verdict = verdict(claims);
            if (good.size() >= REMEMBERED) {
                good.clear();
            }
            good.add(signature(bearer));
            return verdict;
        } catch (ParseException _) {
            return refused("this is not a signed JWT");
        } catch (RateLimitReachedException _) {
            return keys.trouble()
                    .map(IssuedTokens::unknown)
                    .orElseGet(() -> refused("the token names a key that the issuer did not have a moment ago"));
        } catch (KeySourceException e) {
            LOG.warn("tokens of {} cannot be checked: {}", settings.issuer(), e.getMessage());
            return unknown(String.valueOf(e.getMessage()));
        } catch (BadJWTException e) {
            return refused("the token is not good here (" + e.getMessage() + "); it must be of issuer "
                    + settings.issuer() + " for audience " + settings.audience());
        } catch (BadJOSEException | JOSEException _) {
            return refused("the token is not signed by a key of " + settings.issuer());
        }
    }

    private Verdict verdict(JWTClaimsSet claims) throws ParseException {
        String subject = claims.getSubject();
        if (!subject.matches("[!-~]{1,255}")) {
            return refused("the token's 'sub' is not as RFC 9068 requires: up to 255 printable ASCII letters");
        }
        List<String> scopes = scopes(claims);
        Optional<Access> access = scopes.stream()
                .flatMap(scope -> Stream.ofNullable(settings.scopes().get(scope)))
                .max(Access::compareTo);
        if (access.isEmpty()) {
            return new Verdict.Insufficient("The token has none of the scopes "
                    + String.join(" ", settings.scopes().keySet()));
        }
        String name = "oauth:" + subject;
        Instant end = claims.getExpirationTime().toInstant().plus(LEEWAY);
        return new Verdict.Welcome(new Admission(
                new Principal(name, name, access.get(), Scope.NONE),
                () -> clock.instant().isBefore(end)));
    }

    /// One text (`scope`, RFC 9068), or a list or a text (`scp`, as some issuers have it).
    private static List<String> scopes(JWTClaimsSet claims) throws ParseException {
        Map<String, Object> all = claims.getClaims();
        Object given = all.getOrDefault("scope", all.getOrDefault("scp", ""));
        return given instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.asList(String.valueOf(given).split(" "));
    }

    /// Of a token that was good nobody can make another one with the same.
    private static String signature(String bearer) {
        return bearer.substring(bearer.lastIndexOf('.') + 1);
    }

    private static Verdict unknown(String trouble) {
        return new Verdict.Unknown("The token cannot be checked now, because " + trouble);
    }

    private static Verdict refused(String reason) {
        String clean = UntrustedText.line(reason);
        return new Verdict.Refused(clean.substring(0, Math.min(clean.length(), MAX_REASON_CHARACTERS)));
    }
}
