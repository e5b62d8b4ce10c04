package io.github.proxmoxmcp.server.auth;

import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Scope;

/// Who calls over the network, and how much they may do.
///
/// @param id never another's, not even one of the same name: what belongs to a principal is found by it
/// @param name what people call them, for the log and the audit
/// @param scope what they may write to, within what the server's configuration allows
public record Principal(String id, String name, Access access, Scope scope) {

    /// Whoever reaches a server that was told to ask nobody.
    public static Principal anonymous(Access access) {
        return new Principal("anonymous", "anonymous", access, Scope.NONE);
    }

    /// This principal, with access limited to `most`.
    public Principal within(Access most) {
        return most.includes(access) ? this : new Principal(id, name, most, scope);
    }
}
