package io.github.proxmoxmcp.server.auth;

/// What a credential is worth.
public sealed interface Verdict {

    /// Good.
    record Welcome(Admission pass) implements Verdict {}

    /// Good for something else: whose it is has none of the scopes that give access.
    record Insufficient(String reason) implements Verdict {}

    /// Wrong, expired or revoked; the reason is safe to be told and names no secret.
    record Refused(String reason) implements Verdict {}

    /// It cannot be told now, because whoever must be asked does not answer.
    record Unknown(String reason) implements Verdict {}
}
