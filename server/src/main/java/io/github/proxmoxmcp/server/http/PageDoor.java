package io.github.proxmoxmcp.server.http;

import gg.jte.generated.precompiled.JtesigninGenerated;
import io.github.proxmoxmcp.server.auth.Admission;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.PageRequest;
import io.github.proxmoxmcp.server.page.Site;
import io.github.proxmoxmcp.server.page.Visitor;
import io.github.proxmoxmcp.server.page.session.SessionCookie;
import io.github.proxmoxmcp.server.page.session.SignIns;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Scope;
import java.util.Optional;

/// Who gets to see the page: whoever has the cookie of somebody who is signed in; with a bearer token in a header one
/// may read, as scripts do, and send no form.
final class PageDoor {

    static final String SIGN_IN = "/sign-in";

    private final HttpSettings settings;
    private final RequestGate gate;
    private final Site site;
    private final SignIns signIns;

    PageDoor(HttpSettings settings, RequestGate gate, Site site, SignIns signIns) {
        this.settings = settings;
        this.gate = gate;
        this.site = site;
        this.signIns = signIns;
    }

    /// Somebody who is let in, and as whom rooms see them.
    record Guest(Admission pass, Visitor visitor) {}

    /// Lets in whoever may see the page; shows everybody else where to sign in.
    Optional<Guest> letIn(WebExchange exchange, boolean reads) {
        if (settings.noAuth() || (exchange.has("Authorization") && reads)) {
            return gate.letIn(exchange)
                    .map(pass -> new Guest(
                            pass, new Visitor(pass.principal(), pass.principal().id(), false, host(exchange))));
        }
        Optional<SignIns.SignedIn> found = cookie(exchange).flatMap(signIns::find);
        if (found.isEmpty()) {
            askToSignIn(exchange, reads);
            return Optional.empty();
        }
        SignIns.SignedIn here = found.get();
        here.next()
                .ifPresent(value ->
                        exchange.set("Set-Cookie", sessionCookie(exchange).set(value)));
        return gate.letIn(exchange, here.admission())
                .map(pass -> new Guest(pass, new Visitor(pass.principal(), here.id(), true, host(exchange))));
    }

    /// A link from elsewhere (a chat, a mail) comes without the cookie; what the page itself then asks for has it.
    private void askToSignIn(WebExchange exchange, boolean reads) {
        if (reads
                && exchange.header("Sec-Fetch-Site")
                        .filter("cross-site"::equals)
                        .isPresent()) {
            exchange.set("Refresh", "0");
        }
        show(
                exchange,
                401,
                reads ? exchange.path() + query(exchange) : "/",
                reads ? "" : "Your session has ended, so nothing was done. Sign in and send the form again.");
    }

    /// The room where one signs in.
    void signIn(WebExchange exchange) {
        if (settings.noAuth()) {
            exchange.set("Location", "/");
            exchange.answer(303);
        } else {
            show(exchange, 200, "/", "");
        }
    }

    /// Exchanges a token for a cookie. Where the browser had one, that is ended; none that it brings is ever taken up.
    void signIn(WebExchange exchange, PageParameters form) {
        String to = form.get("to").filter(PageDoor::isHere).orElse("/");
        exchange.refusesBy((status, message) -> show(exchange, status, to, message));
        Optional<Admission> pass = gate.check(exchange, form.get("token").orElse(""));
        if (pass.isEmpty()) {
            return;
        }
        Optional<String> value = signIns.begin(pass.get(), cookie(exchange));
        if (value.isEmpty()) {
            show(
                    exchange,
                    403,
                    to,
                    "Tokens of an issuer cannot be exchanged for a session. Use one of this server's own, made with"
                            + " 'proxmox-mcp token add'.");
            return;
        }
        exchange.set("Set-Cookie", sessionCookie(exchange).set(value.get()));
        exchange.set("Location", to);
        exchange.answer(303);
    }

    void forget(WebExchange exchange) {
        exchange.set("Set-Cookie", sessionCookie(exchange).clear());
    }

    /// A path of ours, and not `//host`, which browsers take for another one.
    private static boolean isHere(String to) {
        return to.matches("/(?![/\\\\])[!-~]*");
    }

    private void show(WebExchange exchange, int status, String to, String message) {
        Visitor nobody = new Visitor(new Principal("", "", Access.READ, Scope.NONE), "", false, host(exchange));
        PageRequest request = new PageRequest(SIGN_IN, PageParameters.NONE, PageParameters.NONE, nobody);
        PageEndpoint.reply(
                exchange,
                site.document(
                        request,
                        status,
                        "Sign in",
                        (out, frame) -> JtesigninGenerated.render(out, null, frame, to, message)));
    }

    private Optional<String> cookie(WebExchange exchange) {
        return exchange.header("Cookie").flatMap(sessionCookie(exchange)::read);
    }

    private SessionCookie sessionCookie(WebExchange exchange) {
        boolean secure = settings.tls().isPresent()
                || settings.behindProxy()
                || settings.publicUrl()
                        .filter(url -> "https".equals(url.getScheme()))
                        .isPresent();
        return SessionCookie.of(secure, exchange.localPort());
    }

    private static String query(WebExchange exchange) {
        try {
            return PageParameters.of(exchange.queryString()).toString();
        } catch (PageFailure _) {
            return "";
        }
    }

    private static String host(WebExchange exchange) {
        return exchange.header("Host").orElse("");
    }
}
