package io.github.proxmoxmcp.server.page;

import io.github.proxmoxmcp.server.auth.Principal;

/// Who looks at the page, with the rights that the same principal has over MCP.
///
/// @param session what forms that this visitor is shown are bound to: the session, or the principal where there is none
public record Visitor(Principal principal, String session) {}
