package io.github.proxmoxmcp.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request and its answer as a real cluster gave it, trimmed: `src/test/resources/recorded`.
public record Recording(String name, String method, String url, int status, JsonNode answer, JsonNode params) {

    private static final Path FOLDER = Path.of("src/test/resources/recorded");
    private static final Path MADE_UP = Path.of("src/test/resources/made-up");
    private static final JsonMapper MAPPER = new JsonMapper();

    /// All of them, by name.
    public static List<Recording> all() {
        return files(FOLDER).stream()
                .map(file -> of(name(file), MAPPER.readTree(file)))
                .toList();
    }

    /// Answers that no cluster gave: made up after the API schema where none was recorded.
    public static List<Recording> madeUp() {
        return files(MADE_UP).stream()
                .flatMap(file ->
                        MAPPER.readTree(file).path("answers").values().stream().map(answer -> of(name(file), answer)))
                .toList();
    }

    /// The one whose name begins so.
    public static Recording of(String name) {
        return all().stream()
                .filter(recording -> recording.name().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recording " + name));
    }

    /// What was sent back, byte for byte where it was no JSON.
    public String body() {
        return answer.isString() ? answer.stringValue() : answer.toString();
    }

    /// The path without the query.
    public String path() {
        return url.replaceFirst("\\?.*", "");
    }

    /// Whether it is an answer of this endpoint.
    public boolean matches(String method, String template) {
        return this.method.equals(method) && Pattern.matches(template.replaceAll("\\{[a-z_-]+}", "[^/]+"), path());
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    private static Recording of(String name, JsonNode json) {
        return new Recording(
                name,
                json.path("method").stringValue(),
                json.path("url").stringValue(),
                json.path("status").intValue(),
                json.path("body"),
                json.path("params"));
    }
}
