package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.persistence.session.SessionStore;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.CallObserver;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/// Serves what is offered, over standard input and output or for [WebSessions].
public final class ProtocolServer {

    private ProtocolServer() {}

    /// One client over the given streams, to be served until its end of input.
    ///
    /// @param introduced is run when the client has what it asks for first, because clients do not wait
    public static StdioTransport stdio(Offer offer, Runnable introduced, InputStream in, OutputStream out) {
        Listings listings = new Listings(offer.prepared(), offer.tools(), offer.library());
        Methods methods = new ServedMethods(
                listings, new ToolAnswers(offer.tools(), (_, _, _) -> {}), new LibraryAnswers(offer.library()));
        Runnable behind = () -> {
            introduced.run();
            if (offer.prepared().areMissing()) {
                offer.prepared().keep(listings.forOthers());
            }
        };
        return new StdioTransport(methods, offer.identity(), offer.states(), behind, in, out);
    }

    /// The clients over HTTP, each with what its access level has.
    public static WebSessions web(
            Offer offer,
            WebSessions.Limits limits,
            Supplier<SessionStore> kept,
            InstantSource clock,
            CallObserver observer) {
        Function<Access, Methods> methods = access -> {
            Supplier<ToolRegistry> tools = () -> offer.tools().get().within(access);
            return new ServedMethods(
                    new Listings(PreparedLists.none(), tools, offer.library()),
                    new ToolAnswers(tools, observer),
                    new LibraryAnswers(offer.library()));
        };
        return new WebSessions(methods, offer.identity(), offer.states(), kept, limits, clock);
    }
}
