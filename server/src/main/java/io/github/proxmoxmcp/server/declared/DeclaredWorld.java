package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.server.manifest.GuestFacts;
import java.util.Map;
import java.util.Optional;

/// What there is, from the memory or from a look at the cluster: what manifests are compared with.
public interface DeclaredWorld {

    Sight guest(int vmid);

    /// A pool's options: `comment`, `members`; absent: there is none.
    Optional<Map<String, String>> pool(String name);

    /// Whether all pools are known: only then one that is not seen is not there.
    boolean poolsKnown();

    /// A guest, or why there is none to be seen.
    sealed interface Sight {

        record Seen(GuestFacts guest) implements Sight {}

        /// There is none.
        record Gone(String why) implements Sight {}

        /// There may be one.
        record Unseen(String why) implements Sight {}
    }
}
