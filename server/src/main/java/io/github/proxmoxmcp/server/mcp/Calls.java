package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.client.connection.Requester;
import io.github.proxmoxmcp.persistence.caller.CallerContext;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What both kinds of clients have in common in how their requests are answered.
final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    /// For answers during which nothing is sent.
    static final Outlet NOWHERE = new Outlet() {
        @Override
        public void send(String json, boolean answer) {
            throw new IllegalStateException("nothing is sent during this answer");
        }

        @Override
        public void end() {
            // Nothing was begun.
        }
    };

    private Calls() {}

    /// Whether nothing is lost when a request is not worked on to its end.
    static boolean onlyReads(Methods methods, Incoming.Request request) {
        return !request.method().equals(Messages.TOOLS_CALL)
                || Messages.text(request.params(), "name")
                        .filter(tool -> !methods.acts(tool))
                        .isPresent();
    }

    /// Does what somebody asks for, who takes a share of the memory and of the calls to the cluster.
    ///
    /// @param stops whether reading ends when nobody waits for it any more
    static <T> T as(String caller, boolean stops, Supplier<T> work) {
        return Requester.as(caller, () -> CallerContext.as(caller, stops, work));
    }

    /// The outer edge of every request: an answer, or an error in words.
    static String answered(Object id, Supplier<Object> result) {
        try {
            return Messages.result(id, result.get());
        } catch (JsonRpcError e) {
            return e.answer(id);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a request failed", e);
            return JsonRpcError.internal().answer(id);
        }
    }
}
