package io.github.proxmoxmcp.server.page.session;

import java.util.Arrays;
import java.util.Optional;

/// The cookie of somebody who is signed in: no script sees it, no other site sends it, and where there is TLS no other
/// host, path or plain connection can set or see it (`__Host-`).
///
/// @param secure whether browsers reach the page over TLS
public record SessionCookie(String name, boolean secure) {

    /// @param port tells apart the servers of one machine, whose cookies a browser mixes
    public static SessionCookie of(boolean secure, int port) {
        return new SessionCookie(secure ? "__Host-proxmox-mcp" : "proxmox-mcp-" + port, secure);
    }

    /// The header that sets it.
    public String set(String value) {
        return name + "=" + value + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }

    /// The header that takes it away.
    public String clear() {
        return set("") + "; Max-Age=0";
    }

    /// Its value in what a browser sends; empty too when it is there twice.
    public Optional<String> read(String header) {
        String[] found = Arrays.stream(header.split(";"))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .toArray(String[]::new);
        return found.length == 1 && !found[0].isEmpty() ? Optional.of(found[0]) : Optional.empty();
    }
}
