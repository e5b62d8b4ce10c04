package io.github.proxmoxmcp.server.auth;

/// Tells what one kind of bearer credential is worth.
public interface Credentials {

    /// Whether this is one of that kind, as far as its form tells.
    boolean recognizes(String bearer);

    /// Whether it was found to be good lately, so that checking it costs little and guesses nothing.
    boolean remembers(String bearer);

    Verdict check(String bearer);
}
