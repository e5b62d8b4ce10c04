package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.model.GuestKind;
import io.github.proxmoxmcp.demo.route.Endpoint;
import io.github.proxmoxmcp.demo.route.Json;
import io.github.proxmoxmcp.demo.route.PathTree;
import io.github.proxmoxmcp.demo.route.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Everything that the demo cluster implements, branch by branch.
final class Endpoints {
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

    private Endpoints() {}

    static PathTree tree(String fingerprint, AccessControl access) {
        var endpoints = new ArrayList<Endpoint>();
        endpoints.addAll(NodeApi.endpoints(fingerprint));
        endpoints.addAll(ClusterApi.endpoints());
        endpoints.addAll(ClusterOptionsApi.endpoints());
        endpoints.addAll(JobApi.endpoints());
        for (var kind : GuestKind.values()) {
            endpoints.addAll(GuestApi.endpoints(kind));
            endpoints.addAll(GuestConfigApi.endpoints(kind));
            endpoints.addAll(GuestPowerApi.endpoints(kind));
            endpoints.addAll(SnapshotApi.endpoints(kind));
            endpoints.addAll(GuestCreationApi.endpoints(kind));
            endpoints.addAll(CloneApi.endpoints(kind));
            endpoints.addAll(DiskApi.endpoints(kind));
            endpoints.addAll(MigrateApi.endpoints(kind));
        }
        endpoints.addAll(AgentApi.endpoints());
        endpoints.addAll(AgentCommandApi.endpoints());
        endpoints.addAll(HaApi.endpoints());
        endpoints.addAll(SectionApi.endpoints());
        endpoints.addAll(FirewallApi.endpoints());
        endpoints.addAll(RrdApi.endpoints());
        endpoints.addAll(NodeSystemApi.endpoints(fingerprint));
        endpoints.addAll(TaskApi.endpoints());
        endpoints.addAll(StorageApi.endpoints());
        endpoints.addAll(StorageConfigApi.endpoints());
        endpoints.addAll(VolumeApi.endpoints());
        endpoints.addAll(BackupApi.endpoints());
        endpoints.addAll(PoolApi.endpoints());
        endpoints.addAll(UserApi.endpoints(access));
        endpoints.addAll(AccessApi.endpoints(access));
        endpoints.addAll(RightsApi.endpoints(access));
        DIRECTORIES.forEach((path, entry) -> endpoints.add(directory(path, entry, List.copyOf(endpoints))));
        return PathTree.of(endpoints);
    }

    /// Lists what is implemented below a path.
    private static Endpoint directory(String path, String entry, List<Endpoint> endpoints) {
        var prefix = path.equals("/") ? path : path + "/";
        var names = endpoints.stream()
                .map(Endpoint::path)
                .filter(other -> other.startsWith(prefix) && other.length() > prefix.length())
                .map(other -> other.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .sorted()
                .toList();
        return Endpoint.get(path, "index", "What there is below this path.")
                .answers(call -> Reply.of(Json.rows(names, name -> Json.object().put(entry, name))));
    }
}
