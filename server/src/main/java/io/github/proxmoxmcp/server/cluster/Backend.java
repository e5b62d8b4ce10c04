package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.List;
import java.util.Optional;

/// What tools work on: the memory and the clusters. It comes up behind the server, see [Lazy].
public record Backend(Store store, List<Cluster> clusters) {

    /// The cluster of this name, given or its own; without a name the only one.
    ///
    /// @throws ToolException when there is none, or several to choose from
    public Cluster cluster(Optional<String> name) {
        List<String> names = clusters.stream().map(Cluster::name).toList();
        if (clusters.isEmpty()) {
            throw new ToolException.Unavailable(
                    "No cluster is configured. Set PROXMOX_URL (such as https://pve1:8006) and"
                            + " PROXMOX_TOKEN_FILE or PROXMOX_TOKEN in the server's environment and start it again;"
                            + " or start it with --demo to try it on a simulated cluster.");
        }
        if (name.isEmpty() && clusters.size() > 1) {
            throw new ToolException.BadArgument(
                    "There are several clusters: give 'cluster', one of " + String.join(", ", names));
        }
        return clusters.stream()
                .filter(cluster -> name.isEmpty() || cluster.name().equals(name.get()))
                .findFirst()
                .or(() -> clusters.stream()
                        .filter(cluster -> cluster.called(store).equals(name.orElse("")))
                        .findFirst())
                .orElseThrow(() -> new ToolException.NotFound("There is no cluster '" + name.orElse("") + "'"
                        + Names.nearest(name.orElse(""), names)
                                .map(near -> ", did you mean '" + near + "'?")
                                .orElse("; there are " + String.join(", ", names))));
    }
}
