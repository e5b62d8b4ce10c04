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
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// An issuer of tokens on this machine, with metadata as OpenID Connect has it and keys of its own.
final class LocalIssuer implements AutoCloseable {

    static final String RESOURCE = "https://mcp.example.org/mcp";

    private final HttpServer server;
    private final AtomicReference<RSAKey> key = new AtomicReference<>(key("first"));
    private final AtomicInteger asked = new AtomicInteger();

    LocalIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realm");
    }

    /// What a server is told of this issuer.
    HttpSettings.OAuth settings() {
        return new HttpSettings.OAuth(
                url(),
                RESOURCE,
                URI.create(RESOURCE),
                Optional.empty(),
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
