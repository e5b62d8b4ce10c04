package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.INITIALIZE;
import static io.github.proxmoxmcp.server.http.WebFixture.LIST;
import static io.github.proxmoxmcp.server.http.WebFixture.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.tool.Access;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tokens of an OAuth issuer: which are good here, what they open, and what is said of those that are not.
class OAuthTest {

    private static final String DOCUMENT = "https://mcp.example.org/.well-known/oauth-protected-resource/mcp";

    private final LocalIssuer issuer = new LocalIssuer();
    private WebFixture web;

    @BeforeEach
    void start(@TempDir Path folder) {
        web = new WebFixture(folder, WebFixture.settings(issuer.settings()));
    }

    @AfterEach
    void stop() {
        web.close();
        issuer.close();
    }

    @Test
    void aGoodTokenOpensWhatItsScopeSays() {
        String operator = issuer.sign(issuer.claims(now()));
        String reader = issuer.sign(issuer.claims(now()).subject("bob").claim("scope", "proxmox:read"));

        assertThat(web.send(operator, web.open(operator), LIST).body()).contains("\"act\"");
        assertThat(web.send(reader, web.open(reader), LIST).body())
                .contains("\"say\"")
                .doesNotContain("\"act\"");
        assertThat(web.send(operator, web.open(operator), call(3, "say", "")).body())
                .contains("hi to oauth:alice OPERATE");
        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void scopesMayBeAListToo() {
        String token =
                issuer.sign(issuer.claims(now()).claim("scope", null).claim("scp", List.of("a", "proxmox:read")));

        assertThat(web.send(web.post(token, INITIALIZE)).statusCode()).isEqualTo(200);
    }

    @Test
    void whoHasNoTokenIsToldWhereToGetOne() {
        HttpResponse<String> answer = web.send(web.request("/mcp").GET());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(challenge(answer)).startsWith("Bearer ").contains("resource_metadata=\"" + DOCUMENT + "\"");
    }

    @Test
    void theMetadataDocumentIsForEverybodyAtBothOfItsPlaces() {
        for (String path :
                List.of("/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource")) {
            HttpResponse<String> answer = web.send(web.request(path).GET());
            JsonNode document = JsonMapper.shared().readTree(answer.body());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(document.path("resource").asString()).isEqualTo(LocalIssuer.RESOURCE);
            assertThat(document.path("authorization_servers").path(0).asString())
                    .isEqualTo(issuer.url().toString());
            assertThat(document.path("scopes_supported").size()).isEqualTo(2);
        }
    }

    @Test
    void aTokenThatIsNotForThisServerOrNotOfThisIssuerIsRefused() {
        refused(issuer.claims(now()).audience("https://other.example/mcp"), "for audience " + LocalIssuer.RESOURCE);
        refused(issuer.claims(now()).audience((String) null), "aud");
        refused(issuer.claims(now()).issuer("https://evil.example"), "iss");
        refused(issuer.claims(now()).subject(null), "sub");
        refused(issuer.claims(now()).subject("two words"), "sub");
        refused(issuer.claims(now()).expirationTime(null), "exp");
        refused(issuer.claims(now()).notBeforeTime(Date.from(now().plusSeconds(60))), "before");
    }

    @Test
    void aTokenThatExpiredIsGoodForHalfAMinuteMoreAndNoLonger() {
        String token = issuer.sign(issuer.claims(now()));
        String session = web.open(token);

        web.pass(Duration.ofMinutes(5).plusSeconds(20));
        int late = web.send(token, session, LIST).statusCode();
        web.pass(Duration.ofSeconds(20));

        assertThat(late).isEqualTo(200);
        HttpResponse<String> tooLate = web.send(token, session, LIST);
        assertThat(tooLate.statusCode()).isEqualTo(401);
        assertThat(challenge(tooLate)).contains("invalid_token", "Expired");
    }

    @Test
    void anUnsignedTokenIsRefused() {
        assertRefused(new PlainJWT(issuer.claims(now()).build()).serialize(), "not a signed JWT");
    }

    @Test
    void aTokenThatIsSignedWithThePublicKeyAsASecretIsRefused() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(issuer.key().getKeyID())
                        .build(),
                issuer.claims(now()).build());
        token.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));

        assertRefused(token.serialize(), "algorithm");
    }

    @Test
    void aTokenOfAnotherKeyWithTheSameNameIsRefused() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first").build(),
                issuer.claims(now()).build());
        token.sign(new RSASSASigner(LocalIssuer.key("first")));

        assertRefused(token.serialize(), "not signed by a key of");
    }

    @Test
    void aKeyThatIsNewIsAskedForAndOneThatIsGoneIsNoLongerGood() {
        String before = issuer.sign(issuer.claims(now()));
        assertThat(web.send(web.post(before, INITIALIZE)).statusCode()).isEqualTo(200);

        issuer.rotate();
        String after = issuer.sign(issuer.claims(now()));

        assertThat(web.send(web.post(after, INITIALIZE)).statusCode()).isEqualTo(200);
        assertThat(issuer.asked()).isEqualTo(2);
        assertRefused(before, "key");
    }

    @Test
    void keysThatDoNotExistMakeUsAskTheIssuerOnlyNowAndThen() throws JOSEException {
        for (int i = 0; i < 5; i++) {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("none" + i).build(),
                    issuer.claims(now()).build());
            token.sign(new RSASSASigner(issuer.key()));
            assertRefused(token.serialize(), "key");
        }

        assertThat(issuer.asked()).isLessThanOrEqualTo(2);
    }

    @Test
    void aTokenWithoutAScopeOfOursIsForbiddenAndToldWhichThereAre() {
        String token = issuer.sign(issuer.claims(now()).claim("scope", "openid"));

        HttpResponse<String> answer = web.send(web.post(token, INITIALIZE));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(challenge(answer)).contains("error=\"insufficient_scope\"", "proxmox:read", DOCUMENT);
    }

    @Test
    void anIssuerThatCannotBeReachedIsSaidToBe() {
        String token = issuer.sign(issuer.claims(now()));
        issuer.close();

        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = web.send(web.post(token, INITIALIZE));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .contains("metadata of the issuer cannot be read")
                    .contains(issuer.url().toString());
        }
    }

    @Test
    void anIssuerOfAPrivateAuthorityIsTrustedByTheFileOfIt(@TempDir Path folder) throws Exception {
        SelfSigned certificate = new SelfSigned(folder, "EC");
        try (LocalIssuer secret = new LocalIssuer(certificate);
                WebFixture trusting = new WebFixture(
                        folder,
                        WebFixture.settings(
                                secret.settings(Optional.of(certificate.pem().certificate()))));
                WebFixture other = new WebFixture(folder, WebFixture.settings(secret.settings()))) {
            String token = secret.sign(secret.claims(now()));

            HttpResponse<String> refused = other.send(other.post(token, INITIALIZE));

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("'ca_file' of http.oauth");
            assertThat(trusting.send(trusting.post(token, INITIALIZE)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFileThatHoldsNoAuthorityIsRefusedAtTheStart(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        HttpSettings settings = WebFixture.settings(issuer.settings(Optional.of(empty)));

        assertThatThrownBy(() -> new WebFixture(folder, settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("ca_file", empty.toString());
    }

    @Test
    void tokensOfThisServerAreGoodBesideThem() {
        String token = web.token("laptop", Access.READ);

        assertThat(web.send(web.post(token, INITIALIZE)).statusCode()).isEqualTo(200);
        assertThat(issuer.asked()).isZero();
    }

    private void refused(com.nimbusds.jwt.JWTClaimsSet.Builder claims, String why) {
        assertRefused(issuer.sign(claims), why);
    }

    private void assertRefused(String token, String why) {
        HttpResponse<String> answer = web.send(web.post(token, INITIALIZE));

        assertThat(answer.statusCode()).describedAs(why).isEqualTo(401);
        assertThat(challenge(answer)).contains("error=\"invalid_token\"").contains(why);
        assertThat(challenge(answer)).doesNotContain(token);
    }

    private static String challenge(HttpResponse<String> answer) {
        return answer.headers().firstValue("WWW-Authenticate").orElse("");
    }

    private Instant now() {
        return web.now();
    }
}
