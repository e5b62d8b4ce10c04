package io.github.proxmoxmcp.demo.access;

import io.github.proxmoxmcp.demo.TokenLevel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The API tokens of a demo cluster.
public final class AccessControl {
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    public AccessControl() {
        for (var level : TokenLevel.values()) {
            issue(level.id(), Map.of("/", Roles.privileges(level.roles())));
        }
    }

    /// Makes a token, or a new secret for one; answers `USER@REALM!TOKENID=SECRET`.
    public String issue(String id, Map<String, Set<String>> privilegesByPath) {
        var token = new Token(id, UUID.randomUUID().toString(), privilegesByPath);
        tokens.put(id, token);
        return token.value();
    }

    /// The value to send after `PVEAPIToken=`.
    public String value(TokenLevel level) {
        return token(level).value();
    }

    /// The token that an `Authorization` header's value proves.
    public Optional<Token> authenticate(String value) {
        int equals = value.indexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(tokens.get(value.substring(0, equals)))
                .filter(Token::enabled)
                .filter(token -> MessageDigest.isEqual(bytes(token.value()), bytes(value)));
    }

    public void revoke(TokenLevel level, String privilege) {
        if (!Roles.all().contains(privilege)) {
            throw new IllegalArgumentException("no privilege '" + privilege + "'");
        }
        token(level).revoke(privilege);
    }

    public void restore(TokenLevel level) {
        token(level).restore();
        token(level).enable(true);
    }

    public void disable(TokenLevel level) {
        token(level).enable(false);
    }

    private Token token(TokenLevel level) {
        return Optional.ofNullable(tokens.get(level.id())).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
