package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.server.tool.Foreign;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.List;

/// Whether there is what a caller names: an empty answer about something that does not exist would mislead.
public final class Known {

    private Known() {}

    /// @throws ToolException.NotFound when there is no such node, with those that there are
    public static void node(Reading reading, String node) {
        check(
                "node",
                node,
                reading.store().nodes().list(reading.cluster().name(), reading.moment()).stream()
                        .map(state -> state.node().name())
                        .toList());
    }

    /// @throws ToolException.NotFound when there is no such storage, with those that there are
    public static void storage(Reading reading, String storage) {
        check(
                "storage",
                storage,
                reading.store().storages().list(reading.cluster().name(), reading.moment()).stream()
                        .map(state -> state.storage().name())
                        .distinct()
                        .toList());
    }

    private static void check(String what, String name, List<String> known) {
        if (!known.contains(name)) {
            throw new ToolException.NotFound("There is no " + what + " '" + Foreign.clean(name) + "'"
                    + Names.nearest(name, known)
                            .map(near -> ", did you mean '" + near + "'?")
                            .orElse("; there are: " + String.join(", ", known)));
        }
    }
}
