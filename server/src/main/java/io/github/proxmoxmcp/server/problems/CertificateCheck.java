package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Certificates that end soon.
final class CertificateCheck implements Check {

    private static final Duration SOON = Duration.ofDays(14);
    private static final Duration LATER = Duration.ofDays(30);

    @Override
    public Area area() {
        return Area.CERTIFICATE;
    }

    @Override
    public Findings look(Situation situation) {
        return new Findings(
                situation.inventory().list(NodeCertificate.class).stream()
                        .flatMap(known -> problem(known, situation.at()).stream())
                        .toList(),
                situation.unread(Kind.NODE_CERTIFICATE, "certificates"));
    }

    private static Optional<Problem> problem(Known<NodeCertificate> known, Instant at) {
        NodeCertificate certificate = known.thing();
        return certificate
                .expiresAt()
                .filter(end -> end.isBefore(at.plus(LATER)))
                .map(end -> new Problem(
                                end.isBefore(at)
                                        ? Severity.CRITICAL
                                        : end.isBefore(at.plus(SOON)) ? Severity.WARNING : Severity.INFO,
                                Area.CERTIFICATE,
                                certificate.node() + " " + certificate.name(),
                                (end.isBefore(at) ? "expired at " : "expires at ") + end,
                                Optional.empty(),
                                "renew it: pvecm updatecerts --force on the node, or order a new one with ACME")
                        .ofNode(certificate.node()));
    }
}
