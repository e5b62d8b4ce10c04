package io.github.proxmoxmcp.server.tools.api;

import io.github.proxmoxmcp.client.catalogue.ApiMethod;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.guard.SecretCheck;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A path of the API as somebody wrote it: with placeholders, with a query, with or without what stands before it.
///
/// @param path below `/api2/json`, percent-encoded where it was
/// @param parameters of its query; a name given twice has a list
public record ApiPath(String path, Map<String, Object> parameters) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /// Of a placeholder that is left as it is.
    static ApiPath parse(String text) {
        if (BAD_ESCAPE.matcher(text).find()) {
            throw new ToolException.BadArgument(
                    "read_api: 'path' has a '%' that is not percent-encoding; write %25 for the sign itself");
        }
        String[] parts = text.strip().split("\\?", 2);
        String path = ("/" + parts[0])
                .replaceFirst("^/+(https?:/+[^/]+/)?(api2/(json|extjs)/)?", "/")
                .replaceFirst("(?<=.)/+$", "");
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (parts.length > 1) {
            for (String pair : parts[1].split("&")) {
                String[] sides = pair.split("=", 2);
                String value = sides.length > 1 ? URLDecoder.decode(sides[1], StandardCharsets.UTF_8) : "1";
                parameters.merge(
                        URLDecoder.decode(sides[0], StandardCharsets.UTF_8), value, (one, two) -> both(one, value));
            }
        }
        return new ApiPath(path, parameters);
    }

    private static Object both(Object known, String value) {
        List<Object> all = new ArrayList<>(known instanceof List<?> list ? list : List.of(known));
        all.add(value);
        return all;
    }

    /// @throws ToolException.BadArgument when a part of it could be read as several or as another one, or a secret is
    ///     in it
    void requirePlain(ApiMethod method) {
        boolean volume = method.path().endsWith("/{volume}");
        for (String segment : path.split("/")) {
            String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            boolean several = decoded.contains("/") && !volume;
            if (several
                    || decoded.contains("\\")
                    || List.of(decoded.split("/", -1)).stream().anyMatch(part -> part.matches("\\.\\.?"))
                    || decoded.chars().anyMatch(Character::isISOControl)) {
                throw new ToolException.BadArgument("read_api: '" + UntrustedText.line(segment)
                        + "' cannot be a part of a path: write it without '..', separators and control characters");
            }
            SecretCheck.require("a part of the path", "read_api", decoded);
        }
        parameters.forEach((name, value) -> SecretCheck.require(
                "read_api: GET",
                method.path(),
                name,
                value instanceof List<?> several
                        ? several.stream().map(String::valueOf).toList()
                        : List.of(String.valueOf(value))));
    }

    /// This path with its placeholders filled: a guest gives its vmid and, unless another is given, its node.
    ///
    /// @throws ToolException.BadArgument when some are left
    ApiPath filled(Reading reading, Optional<GuestRef> guest, Optional<String> node, Optional<String> storage) {
        Map<String, String> values = new LinkedHashMap<>();
        guest.map(ref -> GuestFinder.find(reading, ref).guest())
                .map(Guest.class::cast)
                .ifPresent(found -> {
                    values.put("vmid", String.valueOf(found.vmid()));
                    values.put("node", found.node());
                });
        node.ifPresent(name -> values.put("node", name));
        storage.ifPresent(name -> values.put("storage", name));
        Matcher placeholders = PLACEHOLDER.matcher(path);
        StringBuilder whole = new StringBuilder();
        while (placeholders.find()) {
            String value = values.get(placeholders.group(1));
            if (value == null) {
                throw new ToolException.BadArgument("read_api: '" + UntrustedText.line(path) + "' needs {"
                        + placeholders.group(1) + "}: write it into the path, or give 'guest', 'node' or 'storage'");
            }
            placeholders.appendReplacement(whole, Matcher.quoteReplacement(value));
        }
        placeholders.appendTail(whole);
        return new ApiPath(whole.toString(), parameters);
    }
}
