package io.github.proxmoxmcp.demo.route;

import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// What an endpoint answers: `data`, and beside it `total` where a list is cut.
public record Reply(JsonNode data, OptionalInt total) {
    public static Reply of(JsonNode data) {
        return new Reply(data, OptionalInt.empty());
    }

    public static Reply of(String text) {
        return of(DemoJson.text(text));
    }

    public static Reply nothing() {
        return of(DemoJson.nothing());
    }

    /// Proxmox leaves a total of zero out.
    public Reply withTotal(int count) {
        return new Reply(data, count == 0 ? OptionalInt.empty() : OptionalInt.of(count));
    }
}
