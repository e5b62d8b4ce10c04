package io.github.proxmoxmcp.server.approval;

import io.github.proxmoxmcp.server.config.HttpSettings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// The one address of the page at which passkeys work: a browser has them only where nobody can listen, and only for
/// names, never for IP addresses.
///
/// @param text as browsers write it: scheme, host and a port that is not the scheme's own
/// @param host what WebAuthn calls the relying party's id
public record PageOrigin(String text, String host) {

    /// Of the configured public address, else of the name by which a request calls this server; empty when passkeys
    /// cannot work there.
    ///
    /// @param called the Host header, which was checked
    public static Optional<PageOrigin> of(HttpSettings settings, String called) {
        if (settings.publicUrl().isPresent()) {
            return of(settings.publicUrl().get());
        }
        // Behind a proxy, and where any name is good, what a request says of our name is no more than that.
        if (settings.behindProxy() || settings.allowedHosts().contains("*")) {
            return Optional.empty();
        }
        try {
            return of(URI.create((settings.tls().isPresent() ? "https://" : "http://") + called));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The scheme, host and port of an address.
    static Optional<PageOrigin> of(URI url) {
        boolean isSafe = "https".equals(url.getScheme()) || "localhost".equalsIgnoreCase(url.getHost());
        if (!isSafe || url.getHost() == null || isAddress(url.getHost())) {
            return Optional.empty();
        }
        String host = url.getHost().toLowerCase(Locale.ROOT);
        boolean isUsual = url.getPort() < 0 || url.getPort() == ("https".equals(url.getScheme()) ? 443 : 80);
        return Optional.of(new PageOrigin(url.getScheme() + "://" + host + (isUsual ? "" : ":" + url.getPort()), host));
    }

    /// Whether a request that calls its host by this name has the page here.
    public boolean isOf(String called) {
        return text.substring(text.indexOf("//") + 2).equalsIgnoreCase(called);
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }
}
