package io.github.proxmoxmcp.demo.access;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/// An API token with what it may do where.
public final class Token {
    private final String id;
    private final String secret;
    private final ConcurrentSkipListMap<String, Set<String>> privilegesByPath;
    private final Set<String> revoked = new HashSet<>();
    private final Set<String> hidden = new HashSet<>();
    private boolean enabled = true;

    Token(String id, String secret, Map<String, Set<String>> privilegesByPath) {
        this.id = id;
        this.secret = secret;
        this.privilegesByPath = new ConcurrentSkipListMap<>(privilegesByPath);
    }

    /// Who is about to log in.
    public static Token nobody() {
        return new Token("", "", Map.of());
    }

    /// `USER@REALM!TOKENID`, or `USER@REALM` for a user itself.
    public String id() {
        return id;
    }

    /// The user it belongs to; for a user's own rights the user.
    public String owner() {
        int end = id.indexOf('!');
        return end < 0 ? id : id.substring(0, end);
    }

    /// Whether it has at least one of these privileges on a path.
    public boolean may(String path, Iterable<String> anyOf) {
        var held = privileges(path);
        for (var privilege : anyOf) {
            if (held.contains(privilege)) {
                return true;
            }
        }
        return false;
    }

    /// The privileges on a path: those granted nearest to it count.
    public Set<String> privileges(String path) {
        var at = path;
        while (true) {
            var granted = Optional.ofNullable(privilegesByPath.get(at));
            if (granted.isPresent() || at.equals("/")) {
                return without(granted.orElse(Set.of()));
            }
            int slash = at.lastIndexOf('/');
            at = slash <= 0 ? "/" : at.substring(0, slash);
        }
    }

    /// The paths on which something is granted.
    public Set<String> paths() {
        return Set.copyOf(privilegesByPath.keySet());
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

    void grant(String path, Set<String> privileges) {
        privilegesByPath.put(path, Set.copyOf(privileges));
    }

    /// No privilege is left on a path, and below it.
    void hide(String path) {
        hidden.add(path);
        grant(path, Set.of());
    }

    void restore() {
        hidden.forEach(privilegesByPath::remove);
        hidden.clear();
        revoked.clear();
    }

    private Set<String> without(Set<String> granted) {
        if (revoked.isEmpty()) {
            return granted;
        }
        var left = new TreeSet<>(granted);
        left.removeAll(revoked);
        return left;
    }
}
