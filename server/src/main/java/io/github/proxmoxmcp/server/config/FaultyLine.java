package io.github.proxmoxmcp.server.config;

import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Where a file of YAML or JSON is wrong.
public final class FaultyLine {

    private FaultyLine() {}

    /// ` (line 3)`; empty where the reader does not tell, as of what is nested too deep.
    public static String of(JacksonException e) {
        return Optional.ofNullable(e.getLocation())
                .map(place -> " (line " + place.getLineNr() + ")")
                .orElse("");
    }
}
