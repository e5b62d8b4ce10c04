package io.github.proxmoxmcp.client.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Endpoints;
import io.github.proxmoxmcp.client.Recording;
import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException.ProtocolError;
import io.github.proxmoxmcp.client.endpoint.Declaration;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Every declared endpoint is given answers that are cut, of other types and in other encodings: each is either
/// understood or a [ProtocolError]; any other exception fails the test by itself.
class AnswersFuzzTest {

    private static final int STEPS = 25;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<JsonNode> STRANGE = Stream.of(
                    "null",
                    "true",
                    "-1",
                    "1e300",
                    "1.5",
                    "9223372036854775807",
                    "99999999999999999999",
                    "\"\"",
                    "\"text\"",
                    "\"1e300\"",
                    "\"NaN\"",
                    "[]",
                    "[[]]",
                    "{}",
                    "{\"a\":[1]}")
            .map(MAPPER::readTree)
            .toList();

    private record Sample(Declaration endpoint, Recording recording) {}

    private final Answers answers = new Answers();

    @Test
    void understandsWhatWasNotSpoiled() {
        assertThat(samples())
                .hasSizeGreaterThan(400)
                .allMatch(sample -> isUnderstood(sample, sample.recording().body()));
    }

    @Test
    void refusesAnswersThatAreCut() {
        int cut = 0;
        for (Sample sample : samples()) {
            byte[] body = sample.recording().body().getBytes(StandardCharsets.UTF_8);
            for (int length = 0; length < body.length; length += Math.max(1, body.length / STEPS)) {
                assertThat(isUnderstood(sample, Arrays.copyOf(body, length)))
                        .as(sample + " cut at " + length)
                        .isFalse();
                cut++;
            }
        }
        assertThat(cut).isGreaterThan(5_000);
    }

    @Test
    void understandsOrRefusesValuesOfOtherTypes() {
        int refused = 0;
        for (Sample sample : samples()) {
            JsonNode whole = MAPPER.readTree(sample.recording().body());
            for (List<String> place : places(whole)) {
                for (JsonNode strange : STRANGE) {
                    JsonNode spoiled = whole.deepCopy();
                    replace(spoiled, place, strange);
                    refused += isUnderstood(sample, spoiled.toString()) ? 0 : 1;
                }
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    @Test
    void refusesOtherEncodingsAndWhatIsNoJson() {
        List<Charset> encodings = List.of(StandardCharsets.UTF_16LE, Charset.forName("IBM037"));
        List<String> bodies =
                List.of("", "<html></html>", "data", "{", "[", "\"", "\u0000", "{\"data\"", "{\"data\":}", "}}}", "1");
        for (Sample sample : samples()) {
            for (String body : bodies) {
                assertThat(isUnderstood(sample, body)).as(sample + ": " + body).isFalse();
            }
            assertThat(isUnderstood(sample, sample.recording().body().getBytes(encodings.getLast())))
                    .isFalse();
            // UTF-16 is found out by the parser; whether it is understood or not, nothing else happens.
            isUnderstood(sample, sample.recording().body().getBytes(encodings.getFirst()));
        }
    }

    @Test
    void refusesAnswersOfAnyDepth() {
        for (Sample sample : samples()) {
            String deep = "{\"data\":" + "[{\"a\":".repeat(20_000);

            assertThat(isUnderstood(sample, deep)).isFalse();
        }
    }

    private static List<Sample> samples() {
        List<Recording> recordings = Stream.concat(Recording.all().stream(), Recording.madeUp().stream())
                .filter(recording -> recording.status() == 200)
                .toList();
        return Endpoints.declared().stream()
                .flatMap(endpoint -> sample(endpoint, recordings).stream())
                .toList();
    }

    private static Optional<Sample> sample(Declaration endpoint, List<Recording> recordings) {
        return recordings.stream()
                .filter(recording -> recording.matches(endpoint.method().name(), endpoint.path()))
                .findFirst()
                .map(recording -> new Sample(endpoint, recording));
    }

    private boolean isUnderstood(Sample sample, String body) {
        return isUnderstood(sample, body.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isUnderstood(Sample sample, byte[] body) {
        Call call =
                new Call(sample.endpoint().method().name(), sample.endpoint().path());
        try {
            if (sample.endpoint().returns() == void.class) {
                answers.tree(call, body);
            } else {
                answers.read(call, body, sample.endpoint().returns());
            }
            return true;
        } catch (ProtocolError _) {
            return false;
        }
    }

    /// Where there are values, as the names and numbers on the way to them; of a list only the first is taken.
    private static List<List<String>> places(JsonNode whole) {
        List<List<String>> places = new ArrayList<>();
        collect(whole.path("data"), List.of("data"), places);
        return places;
    }

    private static void collect(JsonNode node, List<String> place, List<List<String>> places) {
        places.add(place);
        node.properties().forEach(child -> collect(child.getValue(), and(place, child.getKey()), places));
        if (node.isArray() && !node.isEmpty()) {
            collect(node.path(0), and(place, "0"), places);
        }
    }

    private static List<String> and(List<String> place, String step) {
        return Stream.concat(place.stream(), Stream.of(step)).toList();
    }

    private static void replace(JsonNode whole, List<String> place, JsonNode value) {
        JsonNode parent = whole;
        for (String step : place.subList(0, place.size() - 1)) {
            parent = parent.isArray() ? parent.path(Integer.parseInt(step)) : parent.path(step);
        }
        switch (parent) {
            case ArrayNode array -> array.set(Integer.parseInt(place.getLast()), value);
            case ObjectNode object -> object.set(place.getLast(), value);
            default -> throw new IllegalStateException("no container at " + place);
        }
    }
}
