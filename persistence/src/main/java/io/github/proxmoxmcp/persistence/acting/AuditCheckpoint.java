package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;

/// That the audit's entry of a number had this hash at a moment, and so all entries before it theirs, signed.
///
/// @param signer name of an operator, or `server`
/// @param publicKey base64
/// @param signature base64
public record AuditCheckpoint(long seq, String hash, Instant at, String signer, String publicKey, String signature) {}
