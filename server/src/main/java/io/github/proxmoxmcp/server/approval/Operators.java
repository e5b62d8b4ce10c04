package io.github.proxmoxmcp.server.approval;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.config.PolicySettings;
import java.util.LinkedHashMap;
import java.util.Map;

/// The operators, who may approve plans and vouch for passkeys.
public final class Operators {

    private Operators() {}

    /// Public keys by name: those of the configuration, or, where it names none, those that are pinned in the store.
    public static Map<String, String> known(PolicySettings policy, Store store) {
        if (!policy.operators().isEmpty()) {
            return policy.operators();
        }
        Map<String, String> pinned = new LinkedHashMap<>();
        store.operators().list().forEach(operator -> pinned.put(operator.name(), operator.publicKey()));
        return pinned;
    }
}
