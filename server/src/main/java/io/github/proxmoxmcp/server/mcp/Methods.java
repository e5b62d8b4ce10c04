package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.resource.Subscriptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is answered to the methods that every revision of the protocol has.
interface Methods {

    /// The result, as [Json] writes it.
    ///
    /// @throws JsonRpcError when there is none; also for a method that is not there
    /// @throws InputRequired when the client has to be asked first
    Object answer(String method, Map<String, @Nullable Object> params, Client client);

    /// Whether the result of a list is there without any work.
    boolean isReady(String list);

    /// Whether a call of this tool does more than read.
    boolean acts(String tool);

    /// From now on changes of this resource are told.
    ///
    /// @throws JsonRpcError when it cannot be subscribed to
    void subscribe(Subscriptions.Subscriber subscriber, String uri);

    void unsubscribe(Subscriptions.Subscriber subscriber, String uri);
}
