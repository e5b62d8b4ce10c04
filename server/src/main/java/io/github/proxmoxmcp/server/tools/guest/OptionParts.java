package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Options of which only a part is to change: `net0.bridge=vmbr1` leaves the card's address, VLAN and firewall as they
/// are.
public final class OptionParts {

    private OptionParts() {}

    /// The assignments with whole values in place of parts; an empty part is taken out of its option.
    ///
    /// @param present the configuration as it is
    static Map<String, String> merged(Map<String, String> present, Map<String, String> wanted) {
        Map<String, String> whole = new LinkedHashMap<>();
        wanted.forEach((key, value) -> {
            int dot = key.indexOf('.');
            if (dot < 1) {
                whole.put(key, value);
                return;
            }
            String option = key.substring(0, dot);
            PropertyString before = Optional.ofNullable(whole.getOrDefault(option, present.get(option)))
                    .map(PropertyString::parse)
                    .orElseThrow(() -> new ToolException.BadArgument("'" + key + "' changes a part of option '" + option
                            + "', which this guest does not have; give the whole option"));
            String part = key.substring(dot + 1);
            whole.put(option, (value.isEmpty() ? before.without(part) : before.with(part, value)).toString());
        });
        return whole;
    }
}
