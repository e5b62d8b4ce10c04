package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `key=value` texts, as arguments take them.
final class Assignments {

    private static final int SHORT = 60;

    private Assignments() {}

    /// `key=value` texts as a map, in their order.
    static Map<String, String> read(String argument, List<String> texts) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new ToolException.BadArgument("'" + argument
                        + "' takes option=value texts such as cores=4, or an object such as {\"cores\": 4}, not '"
                        + (text.length() > SHORT ? text.substring(0, SHORT) + "…" : text) + "'");
            }
            map.put(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip());
        }
        return map;
    }
}
