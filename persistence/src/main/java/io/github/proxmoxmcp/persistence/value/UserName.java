package io.github.proxmoxmcp.persistence.value;

/// Whom a filter by user means: `joe` with all realms, `joe@pve` with all its tokens, or `joe@pve!token` alone. A name
/// may hold an `@` itself, as in `joe@example.com@sso`.
public record UserName(String text) {

    /// Whether this is the user who did something.
    public boolean means(String user) {
        return user.equals(text) || user.startsWith(text + "@") || user.startsWith(text + "!");
    }
}
