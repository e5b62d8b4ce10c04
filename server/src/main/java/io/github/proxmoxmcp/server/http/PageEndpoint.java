package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.auth.Admission;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.mcp.Library;
import io.github.proxmoxmcp.server.page.Assets;
import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.PageRequest;
import io.github.proxmoxmcp.server.page.Site;
import io.github.proxmoxmcp.server.page.Visitor;
import io.github.proxmoxmcp.server.page.session.SignOutRoom;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The page for people over HTTP: rooms, what they are shown with, and word of what changed.
final class PageEndpoint {

    static final String EVENTS = "/events";
    private static final int MAX_FORM_BYTES = 64 << 10;

    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final Site site;
    private final RequestGate gate;
    private final PageDoor door;
    private final Supplier<Library> library;
    private final Supplier<List<String>> clusters;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

    /// @param clusters the names of all that there are: whoever may look may see each of them
    PageEndpoint(
            Site site, RequestGate gate, PageDoor door, Supplier<Library> library, Supplier<List<String>> clusters) {
        this.site = site;
        this.gate = gate;
        this.door = door;
        this.library = library;
        this.clusters = clusters;
    }

    /// What figures and the log call an address of the page; empty when it is none.
    Optional<String> label(String path) {
        if (path.equals(EVENTS) || path.equals(PageDoor.SIGN_IN)) {
            return Optional.of(path);
        }
        return path.startsWith(Assets.PATH) ? Optional.of(Assets.PATH) : site.room(path);
    }

    /// Answers whatever is asked of the page; also where there is no room, to somebody who reads.
    void serve(WebExchange exchange, ConnectionShares shares) throws IOException {
        exchange.refusesBy((status, message) -> fail(exchange, new PageFailure(status, message)));
        headers(exchange);
        if (!gate.knowsHost(exchange)) {
            return;
        }
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        if (!reads && !exchange.method().equals("POST")) {
            exchange.set("Allow", "GET, HEAD, POST");
            fail(exchange, new PageFailure(405, "Rooms are looked at, and take forms; nothing else."));
        } else if (exchange.path().startsWith(Assets.PATH)) {
            asset(exchange);
        } else if (!reads && !isFromHere(exchange)) {
            fail(
                    exchange,
                    new PageFailure(
                            403,
                            "This form came from another site, so nothing was done. If it was yours, open the room"
                                    + " here and send it again."));
        } else if (exchange.path().equals(PageDoor.SIGN_IN)) {
            signIn(exchange, reads);
        } else {
            Optional<PageDoor.Guest> guest = door.letIn(exchange, reads);
            if (guest.isPresent()
                    && exchange.takesFrom(shares, guest.get().pass().principal().id())) {
                inside(exchange, guest.get(), reads);
            } else if (guest.isPresent()) {
                gate.tooManyConnections(exchange, guest.get().pass().principal());
            }
        }
    }

    private void signIn(WebExchange exchange, boolean reads) throws IOException {
        try {
            if (reads) {
                door.signIn(exchange);
            } else {
                door.signIn(exchange, form(exchange));
            }
        } catch (PageFailure e) {
            fail(exchange, e);
        }
    }

    private void inside(WebExchange exchange, PageDoor.Guest guest, boolean reads) throws IOException {
        if (exchange.path().equals(EVENTS)) {
            events(exchange, guest.pass());
            return;
        }
        Visitor visitor = guest.visitor();
        try {
            PageParameters query = PageParameters.of(exchange.queryString());
            PageParameters form = reads ? PageParameters.NONE : form(exchange);
            PageRequest request = new PageRequest(exchange.path(), query, form, visitor);
            Site.Reply reply = reads ? site.show(request) : site.submit(request);
            if (!reads
                    && exchange.path().equals(SignOutRoom.PATH)
                    && reply.location().isPresent()) {
                door.forget(exchange);
            }
            reply(exchange, reply);
        } catch (PageFailure e) {
            reply(
                    exchange,
                    site.failure(
                            new PageRequest(exchange.path(), PageParameters.NONE, PageParameters.NONE, visitor), e));
        }
    }

    /// A browser says of every form where it comes from; what says nothing is none.
    private static boolean isFromHere(WebExchange exchange) {
        if (exchange.has("Sec-Fetch-Site")) {
            return exchange.header("Sec-Fetch-Site")
                    .filter("same-origin"::equals)
                    .isPresent();
        }
        String host = exchange.header("Host").orElse("");
        return exchange.header("Origin")
                .filter(origin -> origin.equals("http://" + host) || origin.equals("https://" + host))
                .isPresent();
    }

    private static PageParameters form(WebExchange exchange) throws IOException {
        String type = exchange.header("Content-Type").orElse("").replaceFirst("\\s*;.*", "");
        if (!type.equalsIgnoreCase("application/x-www-form-urlencoded")) {
            throw new PageFailure(415, "Only forms are taken here, as application/x-www-form-urlencoded.");
        }
        return PageParameters.of(exchange.body(MAX_FORM_BYTES)
                .orElseThrow(() -> new PageFailure(
                        413, "The form is too long: the limit is " + MAX_FORM_BYTES + " bytes. Send less.")));
    }

    private static void headers(WebExchange exchange) {
        exchange.set("Content-Security-Policy", CONTENT_POLICY);
        exchange.set("Referrer-Policy", "no-referrer");
        exchange.set("Cross-Origin-Opener-Policy", "same-origin");
        exchange.set("Cross-Origin-Resource-Policy", "same-origin");
        exchange.set("Cache-Control", "no-store");
    }

    private void asset(WebExchange exchange) {
        Optional<Assets.Asset> asset = site.assets().at(exchange.path());
        if (asset.isEmpty()) {
            fail(exchange, new PageFailure(404, "This is not here, or no more. Load the page again."));
            return;
        }
        exchange.set("Cache-Control", "public, max-age=31536000, immutable");
        exchange.set("Vary", "Accept-Encoding");
        boolean packed = exchange.list("Accept-Encoding").contains("gzip");
        if (packed) {
            exchange.set("Content-Encoding", "gzip");
        }
        exchange.answer(200, asset.get().type(), asset.get().bytes(packed));
    }

    private void fail(WebExchange exchange, PageFailure failure) {
        Visitor nobody = new Visitor(new Principal("", "", Access.READ, Scope.NONE), "", false, "");
        reply(
                exchange,
                site.failure(
                        new PageRequest(exchange.path(), PageParameters.NONE, PageParameters.NONE, nobody), failure));
    }

    static void reply(WebExchange exchange, Site.Reply reply) {
        reply.location().ifPresent(there -> exchange.set("Location", there));
        byte[] bytes = reply.html().getBytes(StandardCharsets.UTF_8);
        exchange.set("Vary", "Accept-Encoding");
        if (exchange.list("Accept-Encoding").contains("gzip")) {
            exchange.set("Content-Encoding", "gzip");
            bytes = Assets.packed(bytes);
        }
        exchange.answer(reply.status(), "text/html; charset=utf-8", bytes);
    }

    /// Tells of every recorded change and of what people decide that there was one, not which: the room is read again.
    private void events(WebExchange exchange, Admission pass) throws IOException {
        EventStream stream = new EventStream();
        Subscriptions subscriptions = library.get().subscriptions();
        List<String> all = clusters.get();
        Subscriptions.Subscriber subscriber = cluster -> stream.send(cluster, false);
        streams.add(stream);
        try {
            all.forEach(cluster -> subscriptions.addAll(subscriber, cluster));
            boolean _ = stream.pump(
                    exchange.events(),
                    Optional.empty(),
                    () -> !exchange.isGone() && pass.valid().getAsBoolean(),
                    false);
            exchange.end();
        } finally {
            streams.remove(stream);
            stream.end();
            all.forEach(cluster -> subscriptions.remove(subscriber, cluster));
        }
    }

    /// Ends every stream, so that browsers know.
    void close() {
        streams.forEach(EventStream::end);
    }
}
