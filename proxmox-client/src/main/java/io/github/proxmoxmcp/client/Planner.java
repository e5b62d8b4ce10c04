package io.github.proxmoxmcp.client;

import io.github.proxmoxmcp.client.endpoint.EndpointBinder;
import io.github.proxmoxmcp.client.http.Request;
import java.util.ArrayList;
import java.util.List;

/// Makes calls without sending them, so that a plan says exactly what would be sent:
/// `Planner.request(plan -> plan.pools().list(PoolQuery.ALL))`. Its methods return nothing that could be used: a call
/// that was not sent has no answer.
public final class Planner implements ProxmoxApi {

    private final List<Request> made = new ArrayList<>();
    private final EndpointBinder binder = new EndpointBinder((_, request) -> {
        made.add(request);
        return null;
    });

    private Planner() {}

    /// A call of one method of the API, which is made and not sent.
    @FunctionalInterface
    public interface Planned {

        /// Calls the method.
        void on(ProxmoxApi plan);
    }

    /// What the call would send.
    ///
    /// @throws IllegalArgumentException when not exactly one call is made
    public static Request request(Planned call) {
        Planner planner = new Planner();
        call.on(planner);
        if (planner.made.size() != 1) {
            throw new IllegalArgumentException("a planned step is one call, not " + planner.made.size());
        }
        return planner.made.getFirst();
    }

    @Override
    public <T> T branch(Class<T> type, Object... first) {
        return binder.bind(type, first);
    }
}
