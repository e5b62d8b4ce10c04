package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Refuses secrets as parameters: what a model is given stands in its context, in the plan and in the audit.
final class Secretless {

    private static final Pattern NAME =
            Pattern.compile("passw|passphrase|secret|private.?key|privkey|(?:^|[-_])t?otp|apikey|api_key");
    private static final Pattern INSIDE = Pattern.compile("(?i)(?:^|[,;\\s])(?:cipassword|password|secret)=[^,;\\s]+");

    private Secretless() {}

    /// @throws ToolException.BadArgument that names the parameter, and not its value
    static void require(Action action) {
        for (Step step : action.steps()) {
            step.parameters().forEach((name, values) -> require(step, name, values));
        }
    }

    private static void require(Step step, String name, List<String> values) {
        boolean named = Secrets.isSecret(name)
                || NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
        if (named || values.stream().anyMatch(value -> INSIDE.matcher(value).find())) {
            throw new ToolException.BadArgument("'" + name + "' of " + step.method() + " " + step.path()
                    + " is a secret, and secrets are not taken from a model: they would stand in its context and in the"
                    + " audit. Nothing was sent; set it in Proxmox itself");
        }
    }
}
