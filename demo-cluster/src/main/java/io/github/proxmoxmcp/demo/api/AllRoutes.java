package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.PathTree;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Everything that the demo cluster implements, branch by branch.
final class AllRoutes {
    /// Directories that can be listed, with the name that each gives to its entries.
    private static final Map<String, String> DIRECTORIES = Map.of(
            "/", "subdir",
            "/cluster", "name",
            "/access", "subdir",
            "/nodes/{node}", "name",
            "/nodes/{node}/qemu/{vmid}", "subdir",
            "/nodes/{node}/qemu/{vmid}/status", "subdir",
            "/nodes/{node}/lxc/{vmid}", "subdir",
            "/nodes/{node}/lxc/{vmid}/status", "subdir",
            "/nodes/{node}/storage/{storage}", "subdir",
            "/nodes/{node}/tasks/{upid}", "name");

    private AllRoutes() {}

    static PathTree tree(String fingerprint, AccessControl access) {
        var endpoints = new ArrayList<Route>();
        endpoints.addAll(NodeRoutes.endpoints(fingerprint));
        endpoints.addAll(ClusterRoutes.endpoints());
        endpoints.addAll(ClusterOptionsRoutes.endpoints());
        endpoints.addAll(JobRoutes.endpoints());
        for (var kind : GuestType.values()) {
            endpoints.addAll(GuestRoutes.endpoints(kind));
            endpoints.addAll(GuestConfigRoutes.endpoints(kind));
            endpoints.addAll(GuestPowerRoutes.endpoints(kind));
            endpoints.addAll(SnapshotRoutes.endpoints(kind));
            endpoints.addAll(GuestCreationRoutes.endpoints(kind));
            endpoints.addAll(CloneRoutes.endpoints(kind));
            endpoints.addAll(DiskRoutes.endpoints(kind));
            endpoints.addAll(MigrateRoutes.endpoints(kind));
        }
        endpoints.addAll(AgentRoutes.endpoints());
        endpoints.addAll(AgentCommandRoutes.endpoints());
        endpoints.addAll(HaRoutes.endpoints());
        endpoints.addAll(SectionRoutes.endpoints());
        endpoints.addAll(FirewallRoutes.endpoints());
        endpoints.addAll(RrdRoutes.endpoints());
        endpoints.addAll(NodeSystemRoutes.endpoints(fingerprint));
        endpoints.addAll(TaskRoutes.endpoints());
        endpoints.addAll(StorageRoutes.endpoints());
        endpoints.addAll(StorageConfigRoutes.endpoints());
        endpoints.addAll(VolumeRoutes.endpoints());
        endpoints.addAll(BackupRoutes.endpoints());
        endpoints.addAll(PoolRoutes.endpoints());
        endpoints.addAll(UserRoutes.endpoints(access));
        endpoints.addAll(AccessRoutes.endpoints(access));
        endpoints.addAll(RightsRoutes.endpoints(access));
        DIRECTORIES.forEach((path, entry) -> endpoints.add(directory(path, entry, List.copyOf(endpoints))));
        return PathTree.of(endpoints);
    }

    /// Lists what is implemented below a path.
    private static Route directory(String path, String entry, List<Route> endpoints) {
        var prefix = path.equals("/") ? path : path + "/";
        var names = endpoints.stream()
                .map(Route::path)
                .filter(other -> other.startsWith(prefix) && other.length() > prefix.length())
                .map(other -> other.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .sorted()
                .toList();
        return Route.get(path, "index", "What there is below this path.")
                .answers(call ->
                        Reply.of(DemoJson.rows(names, name -> DemoJson.object().put(entry, name))));
    }
}
