package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Validity;
import java.util.Optional;

/// A storage on a node as the memory holds it at a moment.
///
/// @param gauges latest value; absent for a moment in the past
public record StorageState(String cluster, Storage storage, Validity validity, Optional<StorageGauges> gauges) {}
