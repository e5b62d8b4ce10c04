package io.github.proxmoxmcp.server.config;

import java.nio.file.Path;
import java.util.Optional;

/// How the audit is made fast.
///
/// @param keyFile of the key with which servers sign checkpoints; absent: they sign none
/// @param anchor where each checkpoint is told besides: `https://…`, `syslog://HOST[:PORT]`, or a file
public record AuditSettings(Optional<Path> keyFile, Optional<String> anchor) {

    /// What to do about [#problem].
    public static final String REMEDY =
            "name a file for the key, which the first server makes: audit: {key_file: ~/proxmox/audit.key}";

    /// Why servers sign nothing and the anchor is told nothing by them, although there is one.
    public Optional<String> problem() {
        return anchor.filter(_ -> keyFile.isEmpty())
                .map(where -> "servers sign no checkpoint and tell the anchor " + where
                        + " nothing: 'audit: key_file' is not set, and only a state that is a file has a key"
                        + " beside it");
    }
}
