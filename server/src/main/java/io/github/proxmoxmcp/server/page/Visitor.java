package io.github.proxmoxmcp.server.page;

import io.github.proxmoxmcp.server.auth.Principal;

/// Who looks at the page, with the rights that the same principal has over MCP.
///
/// @param session what forms that this visitor is shown are bound to: the session, or the principal where there is none
/// @param signedIn whether there is a session, which can be ended
/// @param host by which the browser calls this server, with its port
public record Visitor(Principal principal, String session, boolean signedIn, String host) {

    /// Whether they may see any room.
    public boolean isKnown() {
        return !principal.id().isEmpty();
    }
}
