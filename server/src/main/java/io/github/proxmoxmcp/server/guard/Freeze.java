package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The stop of all writes. It lies in the store, so it holds in every process at once.
public final class Freeze {

    /// In the place of a cluster's name: all clusters of the store.
    public static final String EVERYWHERE = "*";

    private Freeze() {}

    /// Stops writes, and writes that down.
    public static void begin(Store store, String cluster, String author, Optional<String> reason, Instant now) {
        store.writeStops().stop(cluster, author, reason, now);
        String body = JsonMapper.shared().writeValueAsString(Map.of("reason", reason.orElse("")));
        store.audit().append(now, cluster, author, "freeze", "done", Optional.empty(), body);
    }

    /// Lifts a stop, and writes that down; false when there was none.
    public static boolean end(Store store, String cluster, String author, Instant now) {
        boolean was = store.writeStops().lift(cluster);
        if (was) {
            store.audit().append(now, cluster, author, "unfreeze", "done", Optional.empty(), "{}");
        }
        return was;
    }

    /// Asked of the store each time: a stop holds at once, in every process.
    ///
    /// @throws Refused while writes to the cluster are stopped
    static void require(Store store, String cluster) {
        store.writeStops()
                .get(cluster)
                .or(() -> store.writeStops().get(EVERYWHERE))
                .ifPresent(stop -> {
                    throw new Refused(
                            "frozen",
                            "writes were stopped by " + UntrustedText.marked(stop.author()) + " at " + stop.at()
                                    + stop.reason()
                                            .map(text -> " (" + UntrustedText.marked(text) + ")")
                                            .orElse("")
                                    + "; an operator lifts that with 'proxmox-mcp unfreeze'");
                });
    }
}
