package io.github.proxmoxmcp.server.page.plan;

import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.server.approval.PageOrigin;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.page.Visit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether passkeys work at the address at which a browser has the page.
///
/// @param problem why they do not
/// @param elsewhere where the same room is, and they do
/// @param host what WebAuthn calls the relying party's id
/// @param credentials ids of those that count there, with blanks between them
public record PasskeyPlace(Optional<String> problem, Optional<String> elsewhere, String host, String credentials) {

    static PasskeyPlace of(HttpSettings settings, Visit visit) {
        String called = visit.visitor().host();
        Optional<PageOrigin> origin = PageOrigin.of(settings, called);
        if (origin.isEmpty()) {
            return new PasskeyPlace(Optional.of(problem(settings)), elsewhere(settings, visit), "", "");
        }
        if (!origin.get().isOf(called)) {
            return new PasskeyPlace(
                    Optional.of(
                            "Passkeys work at " + origin.get().text() + " only, which is this page's public address."),
                    Optional.of(origin.get().text() + visit.path()),
                    "",
                    "");
        }
        return new PasskeyPlace(Optional.empty(), Optional.empty(), origin.get().host(), "");
    }

    private static String problem(HttpSettings settings) {
        if (settings.publicUrl().isPresent()) {
            return "Passkeys need an address that begins with https:// and has a name: correct 'public_url' in the"
                    + " section 'http' of the configuration.";
        }
        if (settings.behindProxy() || settings.allowedHosts().contains("*")) {
            return "Passkeys need to know under which address browsers have this page: set 'public_url' in the section"
                    + " 'http' of the configuration.";
        }
        return settings.isLoopback()
                ? "Browsers have passkeys for names only, not for an IP address."
                : "Browsers have passkeys only where nobody can listen, and for names only: open this page with"
                        + " https:// and its name.";
    }

    private static Optional<String> elsewhere(HttpSettings settings, Visit visit) {
        boolean isHere = settings.isLoopback() && settings.publicUrl().isEmpty() && !settings.behindProxy();
        return Optional.of(visit.visitor().host().replaceFirst("^.*?(:[0-9]+)?$", "localhost$1"))
                .filter(_ -> isHere)
                .map(host -> (settings.tls().isPresent() ? "https://" : "http://") + host + visit.path());
    }

    /// The same, for those that are known there.
    PasskeyPlace with(List<Passkey> known) {
        return problem.isEmpty() && known.isEmpty()
                ? new PasskeyPlace(
                        Optional.of(
                                "No passkey counts at this address yet. Make one, and have an operator approve it."),
                        Optional.of("/passkeys"),
                        host,
                        "")
                : new PasskeyPlace(
                        problem,
                        elsewhere,
                        host,
                        known.stream().map(Passkey::id).collect(Collectors.joining(" ")));
    }

    /// @throws PageFailure when passkeys do not work where the form came from
    static PageOrigin required(HttpSettings settings, Visit visit) {
        PasskeyPlace place = of(settings, visit);
        if (place.problem().isPresent()) {
            throw new PageFailure(403, place.problem().get());
        }
        return PageOrigin.of(settings, visit.visitor().host()).orElseThrow();
    }
}
