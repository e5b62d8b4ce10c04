package io.github.proxmoxmcp.demo.api;

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

    static Permit everybody() {
        return new Permit("", List.of(), "");
    }

    static Permit everybody(String description) {
        return new Permit("", List.of(), description);
    }

    static Permit on(String path, String... anyOf) {
        return new Permit(path, List.of(anyOf), "");
    }

    boolean isForEverybody() {
        return path.isEmpty();
    }

    /// The path of one call; Proxmox drops a path that is not well-formed.
    String pathFor(Map<String, String> values) {
        var filled = path;
        for (var value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return VALID.matcher(filled).matches() ? filled : "";
    }

    String refusal(String filledPath) {
        return filledPath + ", " + String.join("|", anyOf);
    }
}
