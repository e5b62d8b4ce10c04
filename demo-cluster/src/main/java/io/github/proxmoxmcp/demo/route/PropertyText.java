package io.github.proxmoxmcp.demo.route;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Values made of `key=value` pairs, such as `virtio=BC:24:11:…,bridge=vmbr0`.
public final class PropertyText {
    private static final Set<String> MODELS =
            Set.of("virtio", "e1000", "e1000e", "rtl8139", "vmxnet3", "ne2k_pci", "pcnet", "i82551");
    private static final Set<String> CARD_KEYS =
            Set.of("model", "macaddr", "bridge", "firewall", "link_down", "mtu", "queues", "rate", "tag", "trunks");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,9}");
    private static final int LEAST_MEMORY = 16;
    private static final Set<String> DRIVE_FLAGS = Set.of("ssd", "iothread", "backup", "replicate", "ro", "snapshot");
    private static final Set<String> ON_OFF = Set.of("0", "1", "on", "off", "yes", "no", "true", "false");

    private PropertyText() {}

    /// A word without a key is the model, and there is only one.
    public static Optional<String> net(String parameter, String value) {
        var keys = new TreeMap<String, String>();
        for (var part : value.split(",")) {
            int equals = part.indexOf('=');
            var key = equals < 0 || MODELS.contains(part.substring(0, equals)) ? "model" : part.substring(0, equals);
            if (keys.putIfAbsent(key, part) != null) {
                return Optional.of("invalid format - duplicate key in comma-separated list property: " + key + "\n");
            }
        }
        var problems = new ArrayList<String>();
        if (!keys.containsKey("model")) {
            problems.add(parameter + ".model: property is missing and it is not optional");
        }
        keys.keySet().stream()
                .filter(key -> !CARD_KEYS.contains(key))
                .forEach(key -> problems.add(parameter + "." + key + ": property is not defined in schema and the"
                        + " schema does not allow additional properties"));
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of("invalid format - format error\n" + String.join("\n", problems) + "\n");
    }

    public static Optional<String> memory(String value) {
        var current = value.replaceFirst("^current=", "");
        if (!INTEGER.matcher(current).matches()) {
            return Optional.of(
                    "invalid format - format error\nmemory.current: type check ('integer') failed - got '%s'\n"
                            .formatted(current));
        }
        return Long.parseLong(current) >= LEAST_MEMORY
                ? Optional.empty()
                : Optional.of("invalid format - format error\nmemory.current: value must have a minimum value of "
                        + LEAST_MEMORY + "\n");
    }

    public static Optional<String> drive(String parameter, String value) {
        for (var part : value.split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0 && DRIVE_FLAGS.contains(part.substring(0, equals))) {
                var flag = part.substring(equals + 1);
                if (!ON_OFF.contains(flag)) {
                    return Optional.of(
                            "invalid format - format error\n%s.%s: type check ('boolean') failed - got '%s'\n"
                                    .formatted(parameter, part.substring(0, equals), flag));
                }
            }
        }
        return Optional.empty();
    }
}
