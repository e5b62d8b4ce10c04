package io.github.proxmoxmcp.client.guest;

import java.util.List;
import java.util.Optional;

/// Whether a guest can be copied, cloned or snapshotted, and where.
public record Feature(boolean hasFeature, Optional<List<String>> nodes) {}
