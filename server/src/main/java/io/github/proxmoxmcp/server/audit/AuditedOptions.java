package io.github.proxmoxmcp.server.audit;

import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The options of a guest that an entry of the audit says were set, read from the calls as the guard writes them.
public final class AuditedOptions {

    /// How the guard writes an attempt that succeeded.
    private static final String DONE = "done";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Pattern CONFIG =
            Pattern.compile("(?s)(?:PUT|POST) /nodes/[^/ ]+/(?:qemu|lxc)/([0-9]+)/config (.*): [a-z_]+(?: \\(.*)?");

    /// One parameter after the other, so that nothing inside a value passes for one.
    private static final Pattern PARAMETER =
            Pattern.compile("\\G ?([^ =\"]+)=(\"(?:[^\"\\\\]|\\\\.)*+\"|\\[[^\\]]*+\\]|[^ \"]\\S*+)");

    private AuditedOptions() {}

    /// Whether it was done by this entry that options of a guest are now what they are.
    ///
    /// @param changed options with their values; empty: not set any more
    public static boolean made(AuditEntry entry, String vmid, Map<String, Optional<String>> changed) {
        if (!entry.outcome().equals(DONE) || changed.isEmpty()) {
            return false;
        }
        Map<String, String> set = new HashMap<>();
        for (JsonNode step : JSON.readTree(entry.body()).path("steps")) {
            Matcher call = CONFIG.matcher(step.asString(""));
            if (call.matches() && call.group(1).equals(vmid)) {
                set.putAll(parameters(call.group(2)));
            }
        }
        Set<String> deleted = words(set.getOrDefault("delete", ""));
        return changed.entrySet().stream()
                .allMatch(option -> option.getValue()
                        .map(value -> same(value, set.get(option.getKey())))
                        .orElseGet(() -> deleted.contains(option.getKey())));
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> found = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String value = parameter.group(2);
            found.put(
                    parameter.group(1),
                    value.startsWith("\"") ? JSON.readTree(value).asString("") : value);
        }
        return found;
    }

    /// Proxmox sorts tags, and may write a property string in another order.
    private static boolean same(String value, @Nullable String sent) {
        return sent != null
                && (value.strip().equals(sent.strip()) || words(value).equals(words(sent)));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split("[,;]")).collect(Collectors.toCollection(HashSet::new));
    }
}
