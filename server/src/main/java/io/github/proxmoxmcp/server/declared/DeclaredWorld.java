package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import java.util.SortedMap;

/// What there is, from the memory or from a look at the cluster: what manifests are compared with.
public interface DeclaredWorld {

    Sight guest(int vmid);

    /// What is no guest, by the name that Proxmox has for it.
    Sight thing(ManifestKind kind, String name);

    /// What is there, or why there is nothing to be seen.
    sealed interface Sight {

        record Seen(GuestFacts guest) implements Sight {}

        /// @param options by Proxmox's names
        record Found(SortedMap<String, String> options) implements Sight {}

        /// There is none.
        record Gone(String why) implements Sight {}

        /// There may be one.
        record Unseen(String why) implements Sight {}
    }
}
