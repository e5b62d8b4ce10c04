package io.github.proxmoxmcp.server.config;

import java.nio.file.Path;
import java.util.Optional;

/// Manifests, and the tools for them.
///
/// @param directory where they lie, usually a Git checkout; absent: they come with each call
public record ManifestSettings(Optional<Path> directory) {}
