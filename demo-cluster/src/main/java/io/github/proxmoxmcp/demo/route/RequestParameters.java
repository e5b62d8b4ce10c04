package io.github.proxmoxmcp.demo.route;

import io.github.proxmoxmcp.demo.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads the parameters of a request where Proxmox looks for them: the query, and for POST and PUT the body.
public final class RequestParameters {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private RequestParameters() {}

    public static Map<String, Argument> of(HttpRequest request) {
        var arguments = new TreeMap<String, Argument>();
        form(arguments, request.query());
        if (request.body().isEmpty()) {
            return arguments;
        }
        if (request.method().equals("GET") || request.method().equals("DELETE")) {
            throw ApiError.plain(501, "Unexpected content for method '" + request.method() + "'");
        }
        var type = request.header("content-type")
                .orElse(FORM)
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        switch (type) {
            case FORM -> form(arguments, request.body());
            case JSON -> json(arguments, request.body());
            default -> throw ApiError.plain(506, "upload 'Content-Type '" + type + "' not implemented");
        }
        return arguments;
    }

    /// `;` separates like `&`, and an unencoded `=` inside a value cuts it: so does Proxmox.
    private static void form(Map<String, Argument> arguments, String text) {
        for (var pair : text.split("[&;]")) {
            if (!pair.isEmpty()) {
                var parts = pair.split("=", -1);
                add(arguments, decode(parts[0]), Argument.scalar(parts.length > 1 ? decode(parts[1]) : ""));
            }
        }
    }

    private static void json(Map<String, Argument> arguments, String body) {
        JsonNode root;
        try {
            root = DemoJson.parse(body);
        } catch (JacksonException malformed) {
            throw ApiError.plain(500, "malformed JSON string, at character offset 0\n");
        }
        if (!root.isObject()) {
            throw ApiError.plain(500, "Not a HASH reference at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 978.\n");
        }
        root.properties()
                .forEach(property -> add(arguments, property.getKey(), value(property.getKey(), property.getValue())));
    }

    private static Argument value(String name, JsonNode node) {
        if (node.isNull()) {
            throw ApiError.failed("unable to parse value of '" + name + "' - got undefined value");
        }
        if (node.isArray()) {
            return Argument.list(
                    node.valueStream().map(item -> item.asString("")).toList());
        }
        if (node.isObject()) {
            return Argument.shaped("HASH");
        }
        if (node.isBoolean()) {
            return Argument.scalar(node.booleanValue() ? "1" : "0");
        }
        boolean whole = node.isNumber() && node.doubleValue() == Math.rint(node.doubleValue());
        return Argument.scalar(whole ? Long.toString(node.longValue()) : node.asString());
    }

    private static void add(Map<String, Argument> arguments, String name, Argument argument) {
        arguments.merge(name, argument, (first, second) -> Argument.list(List.of(first.text(), second.text())));
    }

    public static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return text;
        }
    }
}
