package io.github.proxmoxmcp.client.guest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.json.Secrets;
import java.util.Optional;

/// An option of a guest with the value in force and the one that waits for the next start.
///
/// @param delete 1 when it will be removed, 2 when by force
public record PendingOption(
        String key,
        Optional<String> value,
        Optional<String> pending,
        @JsonProperty("delete") Optional<Integer> delete) {

    public PendingOption {
        if (Secrets.isSecret(key)) {
            value = value.map(_ -> Secrets.STRUCK_OUT);
            pending = pending.map(_ -> Secrets.STRUCK_OUT);
        }
    }
}
