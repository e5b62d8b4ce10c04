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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
            JsonMapper json = new JsonMapper();
            return of(json, json.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Timeline of(JsonMapper mapper, JsonNode json) {
        Map<String, Recorded> last = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : json.path("steps")) {
            nameAsAsked(mapper, (ObjectNode) step.path("observed"));
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

    /// Some recordings asked otherwise than the sync does.
    static void nameAsAsked(JsonMapper json, ObjectNode observed) {
        addBackups(json, observed);
        nameLog(observed);
    }

    /// The sync asks for backups only; some recordings asked for all content.
    private static void addBackups(JsonMapper json, ObjectNode observed) {
        for (String label : List.copyOf(observed.propertyNames())) {
            String backups = label + "?content=backup";
            if (label.endsWith("/content") && !observed.has(backups)) {
                ObjectNode answer = ((ObjectNode) observed.get(label)).deepCopy();
                if (answer.path("status").asInt() == 200) {
                    boolean asText = answer.path("body").isString();
                    JsonNode body = asText ? json.readTree(answer.path("body").asString()) : answer.path("body");
                    ArrayNode rows = (ArrayNode) body.path("data");
                    rows.removeIf(row -> !row.path("content").asString("").equals("backup"));
                    answer.set("body", asText ? json.getNodeFactory().stringNode(body.toString()) : body);
                }
                observed.set(backups, answer);
            }
        }
    }

    /// The sync asks for more lines than there are without a limit; some recordings asked for both, one of them seldom.
    private static void nameLog(ObjectNode observed) {
        JsonNode lines = observed.remove("GET /cluster/log");
        if (lines != null) {
            observed.set("GET /cluster/log?max=500", lines);
        }
    }
}
