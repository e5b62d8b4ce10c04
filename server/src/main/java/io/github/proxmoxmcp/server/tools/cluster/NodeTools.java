package io.github.proxmoxmcp.server.tools.cluster;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.BRIDGES;
import static io.github.proxmoxmcp.server.tool.Privileges.CLUSTER;
import static io.github.proxmoxmcp.server.tool.Privileges.NODES;

import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Tool;
import java.util.Optional;

/// One node in full.
public final class NodeTools {

    private final Readings readings;

    public NodeTools(Readings readings) {
        this.readings = readings;
    }

    /// Arguments of `get_node`.
    record GetNode(Optional<ClusterName> cluster, String node, Optional<MomentText> at, Optional<Fresh> fresh) {}

    @Tool(
            name = "get_node",
            title = "One node in full",
            description =
                    "A node: state, load, version, guests, storages, network, services that do not run, disks with"
                            + " health, pending updates, certificates.",
            effect = READ,
            needs = {NODES, CLUSTER, BRIDGES})
    Answer<NodeCard> getNode(GetNode request) {
        Reading reading = readings.open(request.cluster(), request.at(), request.fresh());
        NodeCard card = NodeCard.of(reading, InventoryQueries.node(reading, request.node()));
        Answer<NodeCard> answer = reading.withUpdates(reading.answer(card));
        return NodeCard.unread(reading, request.node())
                .map(lists -> answer.without("not read yet of " + request.node() + ": " + lists))
                .orElse(answer);
    }
}
