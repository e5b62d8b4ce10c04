package io.github.proxmoxmcp.client.pools;

import io.github.proxmoxmcp.client.cluster.ClusterResource;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import java.util.List;
import java.util.Optional;

/// Pools: `/pools`.
public interface PoolsApi {

    /// All pools without their members, or one with them: its name may contain a slash, so it is no part of the path.
    @Endpoint("GET /pools")
    List<Pool> list(PoolQuery query);

    /// Which pool.
    record PoolQuery(Optional<String> poolid) {

        /// All of them.
        public static final PoolQuery ALL = new PoolQuery(Optional.empty());
    }

    /// A pool.
    ///
    /// @param members guests and storages; absent where they were not asked for
    record Pool(String poolid, Optional<String> comment, Optional<List<ClusterResource>> members) {}
}
