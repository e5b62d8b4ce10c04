package io.github.proxmoxmcp.client.endpoint;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.http.PercentEncoding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A path with placeholders, such as `/nodes/{node}/qemu/{vmid}`.
public record PathTemplate(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_-]+)}");
    private static final Pattern FORM = Pattern.compile("(/([a-z0-9_-]+|\\{[a-z_-]+}))+");

    public PathTemplate {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a path such as /nodes/{node}/qemu");
        }
    }

    /// The names of the placeholders in order.
    public List<String> placeholders() {
        return PLACEHOLDER.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /// The path with one value for each placeholder, each encoded as one segment.
    String fill(String method, List<String> values) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder path = new StringBuilder();
        for (String value : values) {
            if (!matcher.find()) {
                throw new IllegalStateException("more values than placeholders in " + text);
            }
            if (isNoSegment(value)) {
                throw invalid(new Call(method, text), matcher.group(1), "'" + value + "' cannot stand in a path");
            }
            matcher.appendReplacement(path, Matcher.quoteReplacement(PercentEncoding.encode(value)));
        }
        return matcher.appendTail(path).toString();
    }

    /// The path of a generic call, encoded where it is not yet, or an error: nobody may leave `/api2/json` by it.
    public static String checked(Call call) {
        String path = call.path();
        if (!path.startsWith("/") || path.contains("?") || path.contains("#")) {
            throw invalid(call, "path", "expected a path such as /nodes/pve1/qemu, and parameters apart from it");
        }
        List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
        if (!path.equals("/") && segments.stream().map(PercentEncoding::decode).anyMatch(PathTemplate::isNoSegment)) {
            throw invalid(call, "path", "must not have empty, '.' or '..' segments");
        }
        return segments.stream().map(PercentEncoding::encodeRest).collect(Collectors.joining("/", "/", ""));
    }

    private static boolean isNoSegment(String value) {
        return value.isEmpty() || value.equals(".") || value.equals("..");
    }

    private static ProxmoxException invalid(Call call, String field, String problem) {
        return ProxmoxException.InvalidParameters.notSent(call, Map.of(field, problem));
    }
}
