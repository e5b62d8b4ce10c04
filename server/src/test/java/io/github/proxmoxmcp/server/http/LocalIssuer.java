package io.github.proxmoxmcp.server.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// An issuer of tokens on this machine, with metadata as OpenID Connect has it and keys of its own.
final class LocalIssuer implements AutoCloseable {

    static final String RESOURCE = "https://mcp.example.org/mcp";

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final String scheme;
    private final HttpServer server;
    private final AtomicReference<RSAKey> key = new AtomicReference<>(key("first"));
    private final AtomicInteger asked = new AtomicInteger();

    LocalIssuer() {
        this("http", LocalIssuer::plain);
    }

    /// One that shows this certificate.
    LocalIssuer(SelfSigned certificate) {
        this("https", () -> {
            HttpsServer made = HttpsServer.create(ANY_PORT, 0);
            made.setHttpsConfigurator(new HttpsConfigurator(certificate.showing()));
            return made;
        });
    }

    private LocalIssuer(String scheme, Callable<HttpServer> maker) {
        this.scheme = scheme;
        try {
            server = maker.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        serve("/realm/.well-known/openid-configuration", () -> """
            {"issuer":"%s","jwks_uri":"%s/keys"}\
            """.formatted(url(), url()));
        serve("/realm/keys", () -> {
            asked.incrementAndGet();
            return new JWKSet(key.get().toPublicJWK()).toString();
        });
        server.start();
    }

    private static HttpServer plain() throws IOException {
        return HttpServer.create(ANY_PORT, 0);
    }

    private void serve(String path, java.util.function.Supplier<String> body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/realm");
    }

    /// What a server is told of this issuer.
    HttpSettings.OAuth settings() {
        return settings(Optional.empty());
    }

    /// @param caFile the authority that it is told of for the issuer's certificate
    HttpSettings.OAuth settings(Optional<Path> caFile) {
        return new HttpSettings.OAuth(
                url(),
                RESOURCE,
                URI.create(RESOURCE),
                Optional.empty(),
                caFile,
                Map.of("proxmox:read", Access.READ, "proxmox:operate", Access.OPERATE));
    }

    int asked() {
        return asked.get();
    }

    RSAKey key() {
        return key.get();
    }

    void rotate() {
        key.set(key("second"));
    }

    /// Claims as they should be.
    JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(url().toString())
                .subject("alice")
                .audience(RESOURCE)
                .claim("scope", "openid proxmox:operate")
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    }

    String sign(JWTClaimsSet.Builder claims) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.get().getKeyID())
                    .build();
            SignedJWT token = new SignedJWT(header, claims.build());
            token.sign(new RSASSASigner(key.get()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
