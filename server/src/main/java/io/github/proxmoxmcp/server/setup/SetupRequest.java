package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.tool.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What is known before setting up begins; the rest is asked.
///
/// @param urls endpoints of one cluster, with commas between them
/// @param name what to call the cluster; absent: as it calls itself
/// @param access absent: as it is configured already, else `read`
/// @param seeing whether the token may also see what Proxmox shows only to who may change it
/// @param clients absent: offer those that are found here
public record SetupRequest(
        Optional<String> urls,
        Optional<String> fingerprint,
        Optional<Path> caFile,
        Optional<Path> tokenFile,
        Optional<String> name,
        Optional<Access> access,
        boolean seeing,
        Optional<List<McpClient>> clients,
        Path configuration) {}
