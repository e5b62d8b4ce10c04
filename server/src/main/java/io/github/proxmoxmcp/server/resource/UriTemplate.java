package io.github.proxmoxmcp.server.resource;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A resource's address with variables, such as `proxmox://{cluster}/guest/{guest}`: each variable is one whole
/// segment.
public record UriTemplate(String text) {

    private static final String SCHEME = "proxmox://";

    /// Its variables, in order.
    public List<String> variables() {
        return segments(text)
                .filter(UriTemplate::isVariable)
                .map(UriTemplate::name)
                .toList();
    }

    /// The variables' values in an address; empty when it is not one of this form.
    public Optional<Map<String, String>> match(String uri) {
        if (!uri.startsWith(SCHEME)) {
            return Optional.empty();
        }
        List<String> wanted = segments(text).toList();
        List<String> given = segments(uri).toList();
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            Optional<String> value = decoded(given.get(i));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            if (isVariable(wanted.get(i))) {
                values.put(name(wanted.get(i)), value.get());
            } else if (!wanted.get(i).equals(value.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /// The address with this value for a variable.
    public UriTemplate with(String variable, String value) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        return new UriTemplate(text.replace("{" + variable + "}", encoded));
    }

    private static java.util.stream.Stream<String> segments(String uri) {
        return Arrays.stream(uri.substring(SCHEME.length()).split("/", -1));
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static String name(String segment) {
        return segment.substring(1, segment.length() - 1);
    }

    /// Empty for an empty segment, and for one that is not properly encoded.
    private static Optional<String> decoded(String segment) {
        try {
            // The decoder is for forms, where a plus is a space; in a path it is a plus.
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .filter(value -> !value.isBlank());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
