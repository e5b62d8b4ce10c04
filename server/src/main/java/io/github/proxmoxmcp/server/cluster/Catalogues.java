package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.catalogue.Catalogue;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What each cluster says of its own API: read from it once for each version, then kept in the memory, so that it can
/// be searched also while the cluster is down.
public final class Catalogues {

    /// Under which a catalogue is kept while no node has told its version.
    private static final String SOME_VERSION = "unknown";

    private final Map<String, Catalogue> read = new ConcurrentHashMap<>();

    /// @throws ToolException.Unavailable when it was never read and the cluster does not answer
    public Catalogue of(Reading reading) {
        String cluster = reading.cluster().name();
        String version = version(reading);
        return read.computeIfAbsent(cluster + " " + version, _ -> Catalogue.read(script(reading, cluster, version)));
    }

    /// The newest that a node runs.
    private static String version(Reading reading) {
        return reading.nodes().stream()
                .map(NodeState::details)
                .flatMap(Optional::stream)
                .map(NodeDetails::version)
                .max(String::compareTo)
                .orElse(SOME_VERSION);
    }

    private static byte[] script(Reading reading, String cluster, String version) {
        Optional<String> kept = reading.store().catalogues().get(cluster, version);
        if (kept.isPresent()) {
            return kept.get().getBytes(StandardCharsets.UTF_8);
        }
        try {
            byte[] script = reading.cluster().api().catalogueScript();
            reading.store()
                    .catalogues()
                    .put(cluster, version, new String(script, StandardCharsets.UTF_8), reading.now());
            return script;
        } catch (ProxmoxException e) {
            throw new ToolException.Unavailable(
                    "The catalogue of the API was not read yet, and the cluster does not give it: " + e.getMessage());
        }
    }
}
