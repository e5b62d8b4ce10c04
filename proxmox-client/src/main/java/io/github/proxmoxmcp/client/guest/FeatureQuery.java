package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// `snapshot`, `clone` or `copy`.
public record FeatureQuery(String feature, Optional<String> snapname) {}
