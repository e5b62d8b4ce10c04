package io.github.proxmoxmcp.client.access;

import io.github.proxmoxmcp.client.endpoint.Endpoint;
import java.util.Map;
import java.util.Optional;

/// Users, tokens and rights: `/access`.
public interface AccessApi {

    /// What the caller (or another user or token) may do: access-control path to privilege to whether it holds for
    /// everything below that path too.
    @Endpoint("GET /access/permissions")
    Map<String, Map<String, Boolean>> permissions(PermissionQuery query);

    /// Of whom, and where.
    record PermissionQuery(Optional<String> path, Optional<String> userid) {

        /// Everything of the caller.
        public static final PermissionQuery OWN = new PermissionQuery(Optional.empty(), Optional.empty());
    }
}
