package io.github.proxmoxmcp.demo.route;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Who may call an endpoint: everybody with a valid token, or whoever has one of some privileges on a path.
///
/// @param path a template such as `/vms/{vmid}`; empty for everybody
/// @param description what the answer depends on beyond that
public record Permit(String path, List<String> anyOf, String description) {
    private static final Pattern VALID = Pattern.compile("/[a-zA-Z0-9._@/+:-]*");

    public Permit {
        anyOf = List.copyOf(anyOf);
    }

    public static Permit everybody() {
        return new Permit("", List.of(), "");
    }

    public static Permit everybody(String description) {
        return new Permit("", List.of(), description);
    }

    public static Permit on(String path, String... anyOf) {
        return new Permit(path, List.of(anyOf), "");
    }

    public boolean isForEverybody() {
        return path.isEmpty();
    }

    /// The path of one call; Proxmox drops a path that is not well-formed.
    public String pathFor(Map<String, String> values) {
        var filled = path;
        for (var value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return VALID.matcher(filled).matches() ? filled : "";
    }

    public String refusal(String filledPath) {
        return filledPath + ", " + String.join("|", anyOf);
    }
}
