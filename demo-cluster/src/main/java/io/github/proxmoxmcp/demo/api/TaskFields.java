package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.world.SimulatedTask;
import tools.jackson.databind.node.ObjectNode;

/// Fields that all task lists have.
final class TaskFields {
    private TaskFields() {}

    /// Where, when, what, and by whom; a token's user is split from its id.
    static ObjectNode identity(SimulatedTask task) {
        var upid = task.upid();
        var row = DemoJson.object()
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
