package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.node.ObjectNode;

/// The configuration options of a kind of guest: their types, and which privilege changes them.
final class GuestOptions {
    private final GuestType kind;
    private final List<Option> options;

    /// @param privilege what is needed to change it; empty means that only root itself may
    record Option(Param param, String privilege) {}

    GuestOptions(GuestType kind, List<Option> options) {
        this.kind = kind;
        this.options = List.copyOf(options);
    }

    static GuestOptions of(GuestType kind) {
        return kind == GuestType.QEMU ? QemuOptions.ALL : LxcOptions.ALL;
    }

    List<Param> params() {
        return options.stream().map(option -> option.param().orNone()).toList();
    }

    Optional<Option> find(String key) {
        return options.stream().filter(option -> option.param().covers(key)).findFirst();
    }

    /// Integers and booleans as numbers, everything else as strings: `memory` is a number for containers only.
    ObjectNode json(SortedMap<String, String> values) {
        var json = DemoJson.object();
        values.forEach((key, value) -> put(json, key, key, value));
        return json;
    }

    void put(ObjectNode json, String field, String key, String value) {
        if (isNumber(key)) {
            json.put(field, Long.parseLong(value));
        } else if (kind == GuestType.LXC && key.equals("description") && !value.endsWith("\n")) {
            json.put(field, value + "\n");
        } else {
            json.put(field, value);
        }
    }

    private boolean isNumber(String key) {
        return find(key)
                .map(option -> option.param().type())
                .filter(type -> type == Param.Type.INTEGER || type == Param.Type.BOOLEAN)
                .isPresent();
    }
}
