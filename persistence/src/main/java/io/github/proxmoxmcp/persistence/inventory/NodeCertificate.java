package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Instant;
import java.util.Optional;

/// A certificate that a node has.
@History(
        kind = Kind.NODE_CERTIFICATE,
        view = "node_certificates",
        about = "One row for each certificate of each node.",
        question = "Which certificates end first?",
        sql = """
            select node, name, issuer, expires_at
            from node_certificates order by expires_at, node, name\
            """,
        key = 2,
        list = 1)
@History.PartOf(value = Kind.NODE, as = "certificate")
public record NodeCertificate(
        @Doc("the node") String node,
        @Doc("its file") String name,
        @Doc("whom it names") Optional<String> subject,
        @Doc("who signed it") Optional<String> issuer,
        @Doc("its SHA-256 fingerprint") Optional<String> fingerprint,
        @Doc("until when it is valid") Optional<Instant> expiresAt) {}
