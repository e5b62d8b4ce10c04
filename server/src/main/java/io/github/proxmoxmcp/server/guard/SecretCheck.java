package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.List;

/// Refuses secrets as parameters: what a model is given stands in its context, in the plan and in the audit.
public final class SecretCheck {

    private SecretCheck() {}

    /// @throws ToolException.BadArgument that names the parameter, and not its value
    static void require(Action action) {
        action.steps().forEach(step -> {
            step.segments().forEach(segment -> require("a part of the path", "this call", segment));
            step.parameters().forEach((name, values) -> require(step.method(), step.path(), name, values));
        });
    }

    /// Refuses a parameter of a call that is a secret or holds one.
    public static void require(String method, String path, String name, List<String> values) {
        if (Secrets.isSecret(path, name)) {
            throw refused("'" + name + "'", method + " " + path);
        }
        values.forEach(value -> require("'" + name + "'", method + " " + path, value));
    }

    /// Refuses a text to be stored that holds a secret.
    public static void require(String what, String of, String text) {
        if (Secrets.isIn(text)) {
            throw refused(what, of);
        }
    }

    private static ToolException.BadArgument refused(String what, String of) {
        return new ToolException.BadArgument(what + " of " + of
                + " is a secret, or has one in it, and secrets are not taken from a model: they would be in its"
                + " context and in the audit. Nothing was sent; set it in Proxmox itself");
    }
}
