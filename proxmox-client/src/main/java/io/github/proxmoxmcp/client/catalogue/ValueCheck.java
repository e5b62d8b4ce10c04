package io.github.proxmoxmcp.client.catalogue;

import io.github.proxmoxmcp.client.value.PropertyString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Tells what is wrong with a value. What the description does not state, and formats that are not known here, pass:
/// Proxmox has the last word anyway.
final class ValueCheck {

    private static final Pattern INTEGER = Pattern.compile("-?\\d+");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final String LIST = "-list";
    private static final String NAME = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final String IPV6 = "(?=[^:]*:[^:]*:)[0-9A-Fa-f:.]{2,45}";

    private static final Map<String, Pattern> FORMATS = Map.ofEntries(
            format("pve-node", NAME),
            format("pve-vmid", "[1-9][0-9]{2,8}"),
            format("pve-storage-id", "[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]"),
            format("pve-configid", "[A-Za-z][A-Za-z0-9_-]+"),
            format("pve-iface", "[A-Za-z][A-Za-z0-9_.]{1,20}(?::\\d+)?"),
            format("pve-userid", "[^\\s:/@]+@[A-Za-z][A-Za-z0-9._-]+"),
            format("pve-realm", "[A-Za-z][A-Za-z0-9._-]+"),
            format("pve-groupid", "[A-Za-z0-9._-]+"),
            format("pve-roleid", "[A-Za-z0-9._-]+"),
            format("pve-tag", "[A-Za-z0-9_][A-Za-z0-9_.+-]*"),
            format("pve-replication-job-id", "[1-9][0-9]{2,8}-\\d{1,9}"),
            format("mac-addr", "[0-9A-Fa-f][02468ACEace](?::[0-9A-Fa-f]{2}){5}"),
            format("ipv4", IPV4),
            format("ipv6", IPV6),
            format("ip", IPV4 + "|" + IPV6),
            format("CIDR", "(?:" + IPV4 + "|" + IPV6 + ")/\\d{1,3}"),
            format("CIDRv4", IPV4 + "/\\d{1,2}"),
            format("CIDRv6", IPV6 + "/\\d{1,3}"),
            format("dns-name", NAME + "(?:\\." + NAME + ")*"),
            format("disk-size", "\\d+(?:\\.\\d+)?[KMGT]?"));

    private ValueCheck() {}

    static Optional<String> problem(ApiParameter parameter, List<String> values) {
        if (parameter.type().equals("array")) {
            return Optional.empty();
        }
        return values.size() == 1
                ? problem(parameter, values.getFirst())
                : Optional.of("takes one value, not " + values.size());
    }

    private static Optional<String> problem(ApiParameter parameter, String value) {
        return ofType(parameter.type(), value)
                .or(() -> ofRange(parameter, value))
                .or(() -> ofEnum(parameter.allowed(), value))
                .or(() -> ofLength(parameter, value))
                .or(() -> parameter.pattern().flatMap(pattern -> ofPattern(pattern, value)))
                .or(() -> parameter.format().flatMap(format -> ofFormat(format, value)))
                .or(() -> parameter.parts().isEmpty() ? Optional.empty() : ofParts(parameter.parts(), value));
    }

    private static Optional<String> ofType(String type, String value) {
        return switch (type) {
            case "integer" -> unless(INTEGER.matcher(value).matches(), "expected a whole number");
            case "number" -> unless(NUMBER.matcher(value).matches(), "expected a number");
            case "boolean" -> unless(value.equals("0") || value.equals("1"), "expected 0 or 1");
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofRange(ApiParameter parameter, String value) {
        if (!NUMBER.matcher(value).matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(value);
        return parameter
                .minimum()
                .filter(least -> number < least)
                .map(least -> "must be at least " + plain(least))
                .or(() -> parameter
                        .maximum()
                        .filter(most -> number > most)
                        .map(most -> "must be at most " + plain(most)));
    }

    private static Optional<String> ofEnum(List<String> allowed, String value) {
        return unless(allowed.isEmpty() || allowed.contains(value), "expected one of " + String.join(", ", allowed));
    }

    private static Optional<String> ofLength(ApiParameter parameter, String value) {
        return parameter
                .minLength()
                .filter(least -> value.length() < least)
                .map(least -> "must have at least " + least + " characters")
                .or(() -> parameter
                        .maxLength()
                        .filter(most -> value.length() > most)
                        .map(most -> "must have at most " + most + " characters"));
    }

    /// The patterns are Perl's; one that Java does not understand is left to Proxmox.
    private static Optional<String> ofPattern(String pattern, String value) {
        try {
            return unless(Pattern.matches(pattern, value), "must match " + pattern);
        } catch (PatternSyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> ofFormat(String format, String value) {
        boolean list = format.endsWith(LIST);
        Pattern known = FORMATS.get(list ? format.substring(0, format.length() - LIST.length()) : format);
        if (known == null) {
            return Optional.empty();
        }
        Stream<String> parts =
                list ? Stream.of(value.split("[,;\\s]+")).filter(part -> !part.isEmpty()) : Stream.of(value);
        return parts.filter(part -> !known.matcher(part).matches())
                .findFirst()
                .map(part -> "'" + part + "' is no " + format);
    }

    private static Optional<String> ofParts(List<ApiParameter> parts, String value) {
        List<PropertyString.Property> given = PropertyString.parse(value).properties();
        List<String> names = parts.stream().map(ApiParameter::name).toList();
        for (PropertyString.Property property : given) {
            Optional<ApiParameter> part = parts.stream()
                    .filter(known -> property.key().isEmpty() ? known.defaultKey() : known.matches(property.key()))
                    .findFirst();
            if (part.isEmpty()) {
                return Optional.of("has no key '" + property + "'"
                        + NearestName.of(property.key(), names)
                                .map(name -> " (did you mean '" + name + "'?)")
                                .orElse("; it has " + String.join(", ", names)));
            }
            Optional<String> problem =
                    part.filter(known -> known.alias().isEmpty()).flatMap(known -> inString(known, property.value()));
            if (problem.isPresent()) {
                return problem.map(text -> part.get().name() + ": " + text);
            }
        }
        return Optional.empty();
    }

    /// Inside a property string a boolean may be a word.
    private static Optional<String> inString(ApiParameter part, String value) {
        return part.type().equals("boolean") && value.matches("(?i)on|off|yes|no|true|false")
                ? Optional.empty()
                : problem(part, value);
    }

    private static Optional<String> unless(boolean fits, String problem) {
        return fits ? Optional.empty() : Optional.of(problem);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static Map.Entry<String, Pattern> format(String name, String pattern) {
        return Map.entry(name, Pattern.compile(pattern));
    }
}
