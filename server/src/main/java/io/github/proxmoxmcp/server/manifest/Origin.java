package io.github.proxmoxmcp.server.manifest;

import java.util.Optional;

/// What a guest is made of; used once and never compared.
///
/// @param template a guest to clone, by vmid or name; absent: it is made anew
/// @param full whether the clone is a whole copy
/// @param storage where a whole copy goes
/// @param ostemplate what a container is unpacked from
public record Origin(
        Optional<String> template, Optional<Boolean> full, Optional<String> storage, Optional<String> ostemplate) {

    /// It is not told.
    public static final Origin NOTHING =
            new Origin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
