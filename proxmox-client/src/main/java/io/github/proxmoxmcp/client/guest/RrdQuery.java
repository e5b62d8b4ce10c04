package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// Over what time (`hour`, `day`, `week`, `month`, `year`), and whether `AVERAGE` or `MAX`.
public record RrdQuery(String timeframe, Optional<String> cf) {}
