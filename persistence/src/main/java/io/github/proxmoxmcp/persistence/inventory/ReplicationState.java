package io.github.proxmoxmcp.persistence.inventory;

import java.util.Optional;

/// How a replication job does.
///
/// @param id the job's: `100-0`
/// @param failing whether its last runs failed
/// @param error what the last failure said
public record ReplicationState(String id, boolean failing, Optional<String> error) {}
