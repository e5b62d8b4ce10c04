package io.github.proxmoxmcp.server.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.outbound.Authorities;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The public keys of an issuer, from where the configuration or the issuer's own metadata says. They are kept for a
/// while, asked for again when a token names one that is not among them, and never asked for too often.
final class IssuerKeys implements JWKSetSource<SecurityContext> {

    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final Duration OUTAGE = Duration.ofHours(2);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MAX_ANSWER_BYTES = 256 << 10;

    private final HttpSettings.OAuth settings;
    private final ResourceRetriever http;

    private volatile Optional<String> trouble = Optional.empty();

    IssuerKeys(HttpSettings.OAuth settings) {
        this.settings = settings;
        http = new DefaultResourceRetriever(
                TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_ANSWER_BYTES, true, Authorities.with(settings.caFile()));
    }

    /// @param pause within which keys are asked for twice at the most
    JWKSource<SecurityContext> source(Duration pause) {
        return JWKSourceBuilder.create(this)
                .cache(KEPT.toMillis(), 2L * TIMEOUT_MILLIS)
                .refreshAheadCache(false)
                .rateLimited(pause.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    /// Why the keys could not be read when that was last tried; empty: they could.
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
            throws KeySourceException {
        try {
            JWKSet keys = read(settings.jwks().isPresent() ? settings.jwks().get() : fromMetadata());
            trouble = Optional.empty();
            return keys;
        } catch (JWKSetUnavailableException e) {
            trouble = Optional.of(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private JWKSet read(URI address) throws JWKSetUnavailableException {
        try {
            return JWKSet.parse(http.retrieveResource(address.toURL()).getContent());
        } catch (IOException | ParseException e) {
            throw new JWKSetUnavailableException(
                    "the keys of the issuer cannot be read from " + address + ": " + reason(e), e);
        }
    }

    /// RFC 8414 puts the well-known part before the issuer's path, OpenID Connect after it.
    private URI fromMetadata() throws JWKSetUnavailableException {
        String issuer = settings.issuer().toString().replaceFirst("/$", "");
        String path = URI.create(issuer).getRawPath();
        String origin = issuer.substring(0, issuer.length() - path.length());
        String why = "";
        for (String document : List.of(
                origin + "/.well-known/oauth-authorization-server" + path,
                issuer + "/.well-known/openid-configuration")) {
            try {
                return keysIn(document);
            } catch (IOException | JacksonException | IllegalArgumentException e) {
                why = document + ": " + reason(e);
            }
        }
        throw new JWKSetUnavailableException("the metadata of the issuer cannot be read from " + why);
    }

    private static String reason(Exception e) {
        return e instanceof SSLException
                ? e.getMessage() + "; 'ca_file' of http.oauth names the authority that signed its certificate"
                : String.valueOf(e.getMessage());
    }

    private URI keysIn(String document) throws IOException {
        JsonNode metadata = JsonMapper.shared()
                .readTree(http.retrieveResource(URI.create(document).toURL()).getContent());
        if (!metadata.path("issuer").asString("").equals(settings.issuer().toString())) {
            throw new IOException("it is about another issuer than " + settings.issuer());
        }
        return Optional.of(metadata.path("jwks_uri").asString(""))
                .map(URI::create)
                .filter(HttpSettings::isTrustworthy)
                .orElseThrow(() -> new IOException("it names no jwks_uri that begins with https"));
    }

    @Override
    public void close() {
        // Connections are closed after each request.
    }
}
