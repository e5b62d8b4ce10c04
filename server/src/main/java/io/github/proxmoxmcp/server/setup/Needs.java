package io.github.proxmoxmcp.server.setup;

import static java.util.Map.entry;

import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Privileges;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the tools need of a token on the cluster, and what happens without it.
public final class Needs {

    private static final String REFUSED = "Proxmox refuses the call";

    /// What is missing in the answers of a tool that reads.
    private static final Map<String, String> HIDDEN = Map.ofEntries(
            entry(Privileges.GUESTS, "guests are hidden"),
            entry(Privileges.NODES, "nodes' figures and others' tasks are hidden"),
            entry(Privileges.CLUSTER, "the cluster's status, jobs and HA are hidden"),
            entry(Privileges.STORAGES, "storages are hidden"),
            entry(Privileges.POOLS, "pools are hidden"),
            entry(Privileges.BRIDGES, "bridges of nodes are hidden"),
            entry(Privileges.LOG, "who changed a configuration is unknown"),
            entry(Privileges.AGENT, "addresses that the guest agent reports are unknown"),
            entry(Privileges.BACKUPS_SEEN, "backups are hidden"),
            entry(Privileges.ARCHIVES_SEEN, "backups are hidden"),
            entry(Privileges.DISKS_SEEN, "guests' disks are hidden in a storage"));

    /// What Proxmox shows only to who may also change it.
    private static final Set<String> ALSO_WRITES =
            Set.of(Privileges.BACKUPS_SEEN, Privileges.ARCHIVES_SEEN, Privileges.DISKS_SEEN);

    private final List<ToolDefinition> tools;

    /// @param tools all there are, of every access level
    public Needs(List<ToolDefinition> tools) {
        this.tools = tools;
    }

    /// The tools that exist at an access level.
    List<ToolDefinition> tools(Access access) {
        return tools.stream()
                .filter(tool -> access.includes(tool.effect().access()))
                .toList();
    }

    /// What a token for this level needs in all.
    ///
    /// @param seeing whether also what Proxmox shows only to who may change it
    Set<Need> of(Access access, boolean seeing) {
        Set<Need> needs = new LinkedHashSet<>();
        tools(access).stream()
                .flatMap(tool -> of(tool).stream())
                .filter(need -> seeing || !need.alsoWrites())
                .forEach(needs::add);
        return needs;
    }

    /// What one tool needs.
    static List<Need> of(ToolDefinition tool) {
        return tool.needs().stream()
                .map(need -> tool.effect().access() == Access.READ ? toSee(need) : toAct(need))
                .toList();
    }

    private static Need toSee(String need) {
        String without = Optional.ofNullable(HIDDEN.get(need)).orElse(REFUSED);
        Need seen = of(need, without);
        return ALSO_WRITES.contains(need) ? seen.whichAlsoWrites() : seen;
    }

    /// Whoever acts on a guest must see it first.
    private static Need toAct(String need) {
        return of(need, need.equals(Privileges.GUESTS) ? "guests are hidden" : REFUSED);
    }

    private static Need of(String need, String without) {
        int path = need.indexOf(' ');
        return Need.of(need.substring(0, path), need.substring(path + 1), without);
    }
}
