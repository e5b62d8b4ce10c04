package io.github.proxmoxmcp.demo.api;

import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// `/access`: what the caller may do.
final class AccessApi {
    private static final List<String> ALWAYS_LISTED =
            List.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms");

    private AccessApi() {}

    static List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/access/permissions", "permissions", "The caller's own privileges by path.")
                .permit(Permit.everybody("Everybody may read their own permissions."))
                .returning("object")
                .takes(Param.text("path", "Only on this path.").orNone())
                .answers(AccessApi::permissions));
    }

    private static Reply permissions(Call call) {
        var paths = new TreeSet<>(call.token().paths());
        paths.addAll(ALWAYS_LISTED);
        var result = Json.object();
        call.text("path").map(List::of).orElseGet(() -> List.copyOf(paths)).forEach(path -> put(result, path, call));
        return Reply.of(result);
    }

    private static void put(ObjectNode result, String path, Call call) {
        var privileges = call.token().privileges(path);
        if (!privileges.isEmpty()) {
            var row = result.putObject(path);
            privileges.forEach(privilege -> row.put(privilege, 1));
        }
    }
}
