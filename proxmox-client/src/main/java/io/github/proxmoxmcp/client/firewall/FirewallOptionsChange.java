package io.github.proxmoxmcp.client.firewall;

import io.github.proxmoxmcp.client.value.Options;
import java.util.Optional;

/// Options of a firewall to set by name, and to remove.
///
/// @param options every other parameter by name
public record FirewallOptionsChange(Optional<String> delete, Optional<String> digest, Options options) {

    /// Everything by name.
    public static FirewallOptionsChange of(Options options) {
        return new FirewallOptionsChange(Optional.empty(), Optional.empty(), options);
    }
}
