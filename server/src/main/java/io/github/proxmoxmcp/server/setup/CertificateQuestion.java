package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds out whom to trust: shows the certificates that the endpoints present, and has a person compare them. Nothing
/// that is secret is sent meanwhile.
record CertificateQuestion(Dialogue dialogue, SetupRequest request) {

    private static final int MAX_NAME_CHARACTERS = 120;

    Trust trust(List<URI> urls) {
        if (request.caFile().isPresent()) {
            return new Trust.CaFile(request.caFile().get());
        }
        Optional<Trust.Fingerprint> expected = request.fingerprint().map(CertificateQuestion::fingerprint);
        List<EndpointIdentity> servers = urls.stream()
                .filter(url -> url.getScheme().equals("https"))
                .map(EndpointIdentity::of)
                .toList();
        if (servers.isEmpty()) {
            // Plain http is for this machine only, and has no certificate.
            return new Trust.SystemAuthorities();
        }
        if (expected.isEmpty() && servers.stream().allMatch(EndpointIdentity::trustedBySystem)) {
            dialogue.say(
                    "This system trusts the certificate of " + urls.getFirst().getHost() + ".");
            return new Trust.SystemAuthorities();
        }
        servers.forEach(server -> accept(server, expected));
        return new Trust.Fingerprint(servers.stream()
                .map(server -> server.certificate().fingerprint())
                .distinct()
                .collect(Collectors.joining(",")));
    }

    private static Trust.Fingerprint fingerprint(String text) {
        try {
            return new Trust.Fingerprint(text);
        } catch (IllegalArgumentException e) {
            throw new SetupException("--fingerprint: " + e.getMessage(), e);
        }
    }

    private void accept(EndpointIdentity server, Optional<Trust.Fingerprint> expected) {
        String seen = server.certificate().fingerprint();
        // First and last, because what stands between is what the server says of itself, and nobody has vouched for it.
        dialogue.say(server.endpoint() + " presents a certificate:\n  SHA-256      " + seen + "\n  subject      "
                + told(server.certificate().subject()) + "\n  issuer       "
                + told(server.certificate().issuer()) + "\n  valid until  "
                + server.certificate().validUntil() + "\n  SHA-256      " + seen);
        if (expected.isPresent()) {
            if (!List.of(expected.get().sha256().split(",")).contains(seen)) {
                throw new SetupException("The certificate of " + server.endpoint() + " has the fingerprint " + seen
                        + ", not the one given with --fingerprint. Nothing was sent to it. Look on the node itself:"
                        + " pvenode cert info");
            }
            return;
        }
        dialogue.say("Compare it with what the node itself shows: run 'pvenode cert info' in a shell on it, or look in"
                + " the web interface under the node's System, Certificates (pveproxy-ssl.pem if it is there, else"
                + " pve-ssl.pem).");
        if (!dialogue.same(seen)) {
            throw new SetupException("The fingerprint was not confirmed, so nothing was sent to " + server.endpoint());
        }
    }

    private static String told(String name) {
        return "«" + UntrustedText.line(name, MAX_NAME_CHARACTERS) + "»";
    }
}
