package io.github.proxmoxmcp.demo.access;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An API token; a user itself, logged in with a password, is one without a secret.
public final class Token {
    private final String id;
    private final String secret;
    private final boolean separated;
    private final long expires;
    private final String comment;

    /// Faults: what it may not do although it was granted.
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private volatile boolean enabled = true;

    Token(String id, String secret, boolean separated, long expires, String comment) {
        this.id = id;
        this.secret = secret;
        this.separated = separated;
        this.expires = expires;
        this.comment = comment;
    }

    /// Who is about to log in.
    public static Token nobody() {
        return new Token("", "", false, 0, "");
    }

    /// `USER@REALM!TOKENID`, or `USER@REALM` for a user itself.
    public String id() {
        return id;
    }

    /// The user it belongs to; for a user itself the user.
    public String owner() {
        int end = id.indexOf('!');
        return end < 0 ? id : id.substring(0, end);
    }

    /// Whether it has rights of its own, or those of its user.
    public boolean separated() {
        return separated;
    }

    /// Seconds since the epoch, 0 for never.
    public long expires() {
        return expires;
    }

    /// For people to read; may be empty.
    public String comment() {
        return comment;
    }

    /// This token with other properties.
    Token with(boolean apart, long until, String text) {
        return new Token(id, secret, apart, until, text);
    }

    String value() {
        return id + "=" + secret;
    }

    boolean enabled() {
        return enabled;
    }

    void enable(boolean on) {
        enabled = on;
    }

    void revoke(String privilege) {
        revoked.add(privilege);
    }

    /// No privilege is left on a path, and below it.
    void hide(String path) {
        hidden.add(path);
    }

    void restore() {
        hidden.clear();
        revoked.clear();
    }

    /// What a fault leaves of the privileges on a path.
    Set<String> left(String path, Set<String> granted) {
        if (hidden.stream().anyMatch(above -> path.equals(above) || path.startsWith(above + "/"))) {
            return Set.of();
        }
        if (revoked.isEmpty()) {
            return granted;
        }
        var left = new HashSet<>(granted);
        left.removeAll(revoked);
        return left;
    }
}
