package io.github.proxmoxmcp.persistence.value;

import java.util.Optional;

/// What a change is about.
///
/// @param id of a guest its vmid, of a node its name, of a storage `name@node`
/// @param name a person's name for it, where it has one besides its id
public record Thing(Kind kind, String id, Optional<String> name) {}
