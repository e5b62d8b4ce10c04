package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.tool.Caller;
import java.util.Map;
import java.util.Optional;

/// Who sent a request, and how to reach them while it is answered, whatever the revision of the protocol.
interface Client {

    /// What it calls itself.
    String name();

    /// Who calls over the network; empty: somebody on this machine.
    Optional<Principal> principal();

    /// Sends a notification that belongs to the request.
    void tell(String method, Map<String, Object> params);

    /// Asks the client for something.
    ///
    /// @param key names the question among those of the request
    /// @throws NoReply when it cannot or will not answer
    /// @throws InputRequired when the request ends here, and comes again with the answer
    Map<?, ?> ask(String key, String method, Map<String, Object> params);

    /// The human at it.
    Caller.Human human();

    /// The plan that a human was asked about when this same request came before.
    Optional<String> askedAbout();

    /// The client did not answer a question of ours, or not with a result.
    final class NoReply extends RuntimeException {

        private static final long serialVersionUID = 1;

        NoReply(String reason) {
            super(reason);
        }
    }
}
