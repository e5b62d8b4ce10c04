package io.github.proxmoxmcp.client.connection;

/// Who asks: an API token, or a user with a password.
public sealed interface Credentials permits ApiToken, UserPassword {

    /// The name, which is no secret: `joe@pve!mcp` or `joe@pve`.
    String id();

    /// The text with the secret struck out, should it occur in it.
    String strikeOut(String text);
}
