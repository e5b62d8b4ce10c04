package io.github.proxmoxmcp.server.config;

import java.nio.file.Path;
import java.util.Optional;

/// How the audit is made fast.
///
/// @param keyFile of the key with which servers sign checkpoints; absent: they sign none
/// @param anchor where each checkpoint is told besides: `https://…`, `syslog://HOST[:PORT]`, or a file
public record AuditSettings(Optional<Path> keyFile, Optional<String> anchor) {}
