package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.toMap;

import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.persistence.NodeStore;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.Gauges;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.Records;
import io.github.proxmoxmcp.persistence.sql.history.Version;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class SqlNodeStore implements NodeStore {

    private final Database database;

    SqlNodeStore(Database database) {
        this.database = database;
    }

    private record Nodes(String cluster, Moment moment) {}

    @Override
    public List<NodeState> list(String cluster, Moment moment) {
        return Clusters.recall(database, new Nodes(cluster, moment), cluster, List.of(), versions -> {
            Where then = Where.at(moment);
            Map<List<Object>, NodeDetails> details = versions.find(HistoryTables.NODE_DETAILS, then).stream()
                    .collect(toMap(Version::key, Records::nodeDetails));
            Map<List<Object>, Facts> gauges = Gauges.NODES.latest(versions, moment);
            return versions.find(HistoryTables.NODES, then.and(new Where(" order by name", List.of()))).stream()
                    .map(version -> new NodeState(
                            cluster,
                            Records.node(version),
                            Records.validity(version, moment),
                            Optional.ofNullable(details.get(version.key())),
                            Optional.ofNullable(gauges.get(version.key()))
                                    .map(values -> Records.nodeGauges(
                                            version.key().getFirst().toString(), values))))
                    .toList();
        });
    }
}
