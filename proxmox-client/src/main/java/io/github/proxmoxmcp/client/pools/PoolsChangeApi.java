package io.github.proxmoxmcp.client.pools;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.cluster.ClusterResource;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import java.util.List;
import java.util.Optional;

/// Making and changing pools: `/pools`.
public interface PoolsChangeApi {

    @Endpoint("POST /pools")
    void create(PoolCreate request);

    @Endpoint("PUT /pools")
    void change(PoolChange request);

    /// Only when it is empty.
    @Endpoint("DELETE /pools")
    void remove(PoolRemoval request);

    /// A pool without a slash in its name; any other by [PoolsApi#list].
    @Endpoint("GET /pools/{poolid}")
    PoolDetail get(String poolid, PoolMembersQuery query);

    /// A new pool; `parent/child` is one inside another.
    record PoolCreate(String poolid, Optional<String> comment) {}

    /// Members to add or, with `delete`, to remove, separated by commas.
    record PoolChange(
            String poolid,
            Optional<String> comment,
            Optional<String> vms,
            Optional<String> storage,
            Optional<Boolean> delete,
            @JsonProperty("allow-move") Optional<Boolean> allowMove) {

        /// Puts guests into it; with `allowMove` also out of another.
        public static PoolChange add(String poolid, String vms, Optional<Boolean> allowMove) {
            return new PoolChange(
                    poolid, Optional.empty(), Optional.of(vms), Optional.empty(), Optional.empty(), allowMove);
        }

        /// Takes guests out of it.
        public static PoolChange remove(String poolid, String vms) {
            return new PoolChange(
                    poolid, Optional.empty(), Optional.of(vms), Optional.empty(), Optional.of(true), Optional.empty());
        }
    }

    /// Which one.
    record PoolRemoval(String poolid) {}

    /// Members of which type.
    record PoolMembersQuery(Optional<String> type) {

        /// All of them.
        public static final PoolMembersQuery ALL = new PoolMembersQuery(Optional.empty());
    }

    /// A pool and its members.
    record PoolDetail(Optional<String> comment, List<ClusterResource> members) {}
}
