package io.github.proxmoxmcp.server.auth;

/// Tells what one kind of bearer credential is worth.
public interface PresentedCredentials {

    /// Whether this is one of that kind, as far as its form tells.
    boolean recognizes(String bearer);

    Verdict check(String bearer);
}
