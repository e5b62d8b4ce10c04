package io.github.proxmoxmcp.persistence;

import java.util.Optional;

/// Facts that are read from the node itself.
///
/// @param version of Proxmox VE, such as `9.2.4`
public record NodeDetails(String name, String version, Optional<String> kernel, Optional<String> cpuModel) {}
