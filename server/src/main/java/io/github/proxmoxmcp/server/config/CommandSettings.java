package io.github.proxmoxmcp.server.config;

import java.util.Optional;

/// What was given on the command line; each stands above the environment, which stands above the file.
public record CommandSettings(
        Optional<String> access,
        Optional<String> config,
        Optional<String> state,
        Optional<String> demo,
        Optional<String> http,
        boolean httpNoAuth,
        boolean behindProxy) {

    /// Settings without those of HTTP.
    public CommandSettings(
            Optional<String> access, Optional<String> config, Optional<String> state, Optional<String> demo) {
        this(access, config, state, demo, Optional.empty(), false, false);
    }

    public static CommandSettings none() {
        return new CommandSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
