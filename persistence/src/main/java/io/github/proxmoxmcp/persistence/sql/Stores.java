package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import java.time.InstantSource;

/// Opens memories.
public final class Stores {

    /// How many questions a store in a file answers at once; each keeps a thread of the system meanwhile.
    public static final int READERS = 4;

    private Stores() {}

    /// Opens what is there, or makes it. Any number of processes may have the same one open.
    ///
    /// @throws StoreException.Unusable when it cannot be read and written, is none, or a newer version's
    public static Store open(StoreLocation location, InstantSource clock) {
        return SqlStore.open(location, clock);
    }
}
