package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.Json;
import io.github.proxmoxmcp.demo.world.Task;
import tools.jackson.databind.node.ObjectNode;

/// Fields that all task lists have.
final class TaskRows {
    private TaskRows() {}

    /// Where, when, what, and by whom; a token's user is split from its id.
    static ObjectNode identity(Task task) {
        var upid = task.upid();
        var row = Json.object()
                .put("upid", upid.toString())
                .put("node", upid.node())
                .put("type", upid.type())
                .put("id", upid.id())
                .put("starttime", upid.starttime());
        int token = upid.user().indexOf('!');
        if (token < 0) {
            return row.put("user", upid.user());
        }
        return row.put("user", upid.user().substring(0, token))
                .put("tokenid", upid.user().substring(token + 1));
    }
}
