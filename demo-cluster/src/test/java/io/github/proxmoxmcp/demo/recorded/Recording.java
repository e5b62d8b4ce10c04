package io.github.proxmoxmcp.demo.recorded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request to a real cluster and what it answered.
record Recording(String name, JsonNode request, int status, String reason, JsonNode body) {
    private static final String FORM = "application/x-www-form-urlencoded";

    static List<Recording> all() {
        var mapper = JsonMapper.builder().build();
        try (var files = Files.list(folder())) {
            return files.sorted()
                    .map(file -> {
                        var json = mapper.readTree(file.toFile());
                        return new Recording(
                                file.getFileName().toString().replace(".json", ""),
                                json.path("request"),
                                json.path("status").asInt(),
                                json.path("reason").asString(),
                                json.path("body"));
                    })
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String method() {
        return request.path("method").asString();
    }

    String url() {
        return request.path("url").asString();
    }

    Optional<String> token() {
        return request.has("token") ? Optional.of(request.path("token").asString()) : Optional.empty();
    }

    Map<String, String> headers() {
        var headers = new TreeMap<String, String>();
        request.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString()));
        if (!body(method()).isEmpty()) {
            headers.putIfAbsent("Content-Type", FORM);
        }
        return headers;
    }

    String requestBody() {
        return body(method());
    }

    private String body(String method) {
        if (request.has("body")) {
            return request.path("body").asString();
        }
        return method.equals("POST") || method.equals("PUT") ? form(request.path("params")) : "";
    }

    /// An object, or a list of pairs where a name comes twice.
    private static String form(JsonNode params) {
        var pairs = new ArrayList<String>();
        params.properties().forEach(param -> pairs.add(pair(param.getKey(), param.getValue())));
        if (params.isArray()) {
            params.forEach(param -> pairs.add(pair(param.path(0).asString(), param.path(1))));
        }
        return String.join("&", pairs);
    }

    private static String pair(String name, JsonNode value) {
        return encode(name) + "=" + encode(value.asString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Path folder() {
        try {
            return Path.of(Optional.ofNullable(Recording.class.getResource("/recorded"))
                    .orElseThrow()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
