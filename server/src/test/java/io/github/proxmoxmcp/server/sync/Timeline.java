package io.github.proxmoxmcp.server.sync;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the API of a cluster showed while something happened, step by step.
record Timeline(String name, String story, List<Step> steps) {

    /// What each request was answered at one moment.
    ///
    /// @param seconds since the beginning
    record Step(double seconds, Optional<String> event, Map<String, Recorded> answers) {}

    /// @param status 0: no answer
    record Recorded(int status, String body) {}

    /// Reads one, packed (`.gz`) or not.
    static Timeline read(Path file) {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return of(new JsonMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Timeline of(JsonNode json) {
        Map<String, Recorded> last = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : json.path("steps")) {
            Map<String, Recorded> answers = new HashMap<>();
            step.path("observed").properties().forEach(observed -> {
                if (!observed.getValue().path("same").asBoolean(false)) {
                    last.put(observed.getKey(), recorded(observed.getValue()));
                }
                answers.put(observed.getKey(), last.get(observed.getKey()));
            });
            steps.add(new Step(
                    step.path("t").asDouble(),
                    step.path("event").isString()
                            ? Optional.of(step.path("event").asString())
                            : Optional.empty(),
                    answers));
        }
        return new Timeline(json.path("name").asString(), json.path("story").asString(), steps);
    }

    private static Recorded recorded(JsonNode answer) {
        JsonNode body = answer.path("body");
        String text = body.isMissingNode() || body.isNull() ? "" : body.isString() ? body.asString() : body.toString();
        return new Recorded(answer.path("status").asInt(), text);
    }
}
