package io.github.proxmoxmcp.persistence.inventory;

import java.time.Instant;
import java.util.Optional;

/// A certificate that a node has.
///
/// @param name its file: `pve-ssl.pem`
public record NodeCertificate(
        String name,
        Optional<String> subject,
        Optional<String> issuer,
        Optional<String> fingerprint,
        Optional<Instant> expiresAt) {}
