package io.github.proxmoxmcp.server.tools.api;

import static io.github.proxmoxmcp.server.tool.Effect.DESTRUCTIVE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Pairs;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every other call that changes something.
public final class ChangeApiTools {

    private final Readings readings;
    private final Guard guard;

    public ChangeApiTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
    }

    /// The methods that change something.
    enum Method {
        POST,
        PUT,
        DELETE
    }

    /// Arguments of `change_api`.
    record ChangeApi(
            Optional<ClusterName> cluster,
            Method method,
            @Describe("such as /nodes/pve1/qemu/100/config") String path,

            @Describe("each name=value; a name twice sends a list") @Pairs
            Optional<List<String>> parameters,

            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "change_api",
            title = "Any other changing API call",
            description = "Any POST, PUT or DELETE of the Proxmox API, checked against the cluster's own description of"
                    + " it (search_api). A human must approve. Prefer the tool that is made for it.",
            effect = DESTRUCTIVE,
            needs = GUESTS)
    Answer<Outcome> changeApi(ChangeApi request, ToolCall tool) {
        Cluster cluster = readings.cluster(request.cluster());
        Step step = new Step(
                request.method().name(),
                path(request.path()),
                parameters(request.parameters().orElse(List.of())),
                request.method() + " " + request.path());
        return guard.submit(
                Action.of(tool, cluster.name(), "call " + step)
                        .then(step)
                        .loses("whatever this call removes or overwrites: the server does not know"),
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }

    /// The path as the API viewer writes it; the rest of a URL before it is removed.
    private static String path(String text) {
        String path = text.strip().replaceFirst("^/?api2/(json|extjs)(?=/)", "");
        if (!path.matches("(/[^/?#\\s]+)+")) {
            throw new ToolException.BadArgument(
                    "change_api: 'path' must be a path such as /nodes/pve1/qemu/100/config, with the parameters apart");
        }
        return path;
    }

    private static SortedMap<String, List<String>> parameters(List<String> pairs) {
        SortedMap<String, List<String>> parameters = new TreeMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new ToolException.BadArgument("change_api: 'parameters' are each name=value");
            }
            parameters
                    .computeIfAbsent(pair.substring(0, equals), _ -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        return parameters;
    }
}
