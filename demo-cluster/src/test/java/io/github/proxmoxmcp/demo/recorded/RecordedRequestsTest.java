package io.github.proxmoxmcp.demo.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.ManualClock;
import io.github.proxmoxmcp.demo.RawClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the demo cluster what a real cluster was asked, in the same order, and compares the answers.
class RecordedRequestsTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /// For every task that was over before the next request was recorded.
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(4);

    /// Backups are named by the second of their beginning.
    private static final String BACKUP = "vzdump-lxc-320-";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss").withZone(ZoneOffset.UTC);

    private static final Pattern UPID_IN_TEXT = Pattern.compile("UPID:[^\\s\"]+:");

    /// Lists whose rows depend on what else was done before: only what rows look like is compared.
    private static final Pattern OTHER_ROWS = Pattern.compile(
            "\\d+-(cluster-)?(tasks|task-running|task-log|cluster-log|.*task-log|node-apt-update|users|tokens|acl|domains|groups|roles|offline-cluster-tasks).*");

    private final ManualClock clock = new ManualClock();
    /// Tickets, and what guards writes with them.
    private final Map<String, String> secrets = new HashMap<>();

    private final Map<String, String> names = new HashMap<>();

    @Test
    void answersAsTheRecordedClusterDid() throws IOException {
        var recordings = Recording.all();
        var unexplained = new ArrayList<String>();
        var used = new HashSet<Difference>();

        var likeness = Likeness.start(clock);
        try (var cluster = likeness.cluster()) {
            for (var recording : recordings) {
                prepare(likeness, recording.name().substring(0, 3));
                clock.advance(LONG_ENOUGH);
                try (var client = RawClient.connect(cluster)) {
                    var answer = client.send(
                            recording.method(),
                            translate(recording.url()),
                            headers(likeness, recording),
                            translate(recording.requestBody()));
                    for (var found : differences(recording, answer)) {
                        var reason = Difference.KNOWN.stream()
                                .filter(known -> known.explains(recording.name(), found))
                                .findFirst();
                        reason.ifPresentOrElse(used::add, () -> unexplained.add(recording.name() + " " + found));
                    }
                }
            }
        }

        assertThat(recordings).hasSizeGreaterThan(200);
        assertThat(unexplained).isEmpty();
        assertThat(used)
                .as("explanations that explain something")
                .containsExactlyInAnyOrderElementsOf(Difference.KNOWN);
    }

    /// What happened to the recorded cluster between two requests.
    private void prepare(Likeness likeness, String number) {
        var cluster = likeness.cluster();
        var world = cluster.world();
        switch (number) {
            case "040" -> clock.advance(Duration.ofSeconds(10));
            case "097" -> world.leavePending(103, Map.of("memory", "4096", "cores", "4"), List.of("onboot"));
            case "131" -> world.setConfig(300, "acpi", "0");
            case "407" -> cluster.faults().nodeDown("pve3");
            case "411" -> clock.advance(Duration.ofSeconds(10));
            case "415" -> clock.advance(Duration.ofMinutes(5));
            case "417" -> {
                cluster.faults().nodeUp("pve3");
                clock.advance(Duration.ofMinutes(1));
                cluster.faults().quorumLost(true);
                clock.advance(Duration.ofSeconds(20));
            }
            case "501" -> cluster.faults().clear();
            case "523" -> {
                world.start(112);
                clock.advance(LONG_ENOUGH);
                world.migrate(112, "pve1");
            }
            case "609" ->
                names.put(
                        BACKUP + "2026_11_23-07_31_30",
                        BACKUP + STAMP.format(clock.instant().plus(LONG_ENOUGH)));
            case "637" -> world.stop(104);
            default -> {
                // Nothing happened in between.
            }
        }
    }

    private Map<String, String> headers(Likeness likeness, Recording recording) {
        var headers = new TreeMap<>(recording.headers());
        secrets.forEach((before, now) -> headers.replaceAll(
                (name, value) -> value.replace(encode(before), encode(now)).replace(before, now)));
        recording.token().ifPresent(name -> headers.put("Authorization", "PVEAPIToken=" + likeness.token(name)));
        return headers;
    }

    private List<String> differences(Recording recording, RawClient.Answer answer) {
        var differences = new ArrayList<String>();
        if (answer.status() != recording.status()) {
            differences.add("status " + answer.status() + " " + answer.reason() + " instead of " + recording.status());
        }
        if (!mask(answer.reason()).equals(mask(recording.reason()))) {
            differences.add("reason '" + answer.reason() + "' instead of '" + recording.reason() + "'");
        }
        if (!recording.body().isObject()) {
            if (!mask(answer.body()).equals(mask(recording.body().asString()))) {
                differences.add("body '" + answer.body() + "' instead of '"
                        + recording.body().asString() + "'");
            }
        } else if (answer.body().startsWith("{")) {
            remember(recording, answer);
            boolean otherRows = OTHER_ROWS.matcher(recording.name()).matches();
            differences.addAll(Shape.differences(
                    MAPPER.readTree(translate(recording.body().toString())), answer.json(), otherRows));
            for (var pointer : List.of("/message", "/errors", "/data/exitstatus", "/data/status")) {
                var before = masked(recording.body().at(pointer));
                var now = masked(answer.json().at(pointer));
                if (!before.equals(now)) {
                    differences.add(pointer + " " + now + " instead of " + before);
                }
            }
        } else {
            differences.add("no JSON: " + answer.body());
        }
        return differences;
    }

    /// From now on the recorded task is the simulated one.
    private void remember(Recording recording, RawClient.Answer answer) {
        var recorded = recording.body().path("data").asString("");
        if (recorded.startsWith("UPID:")) {
            names.put(recorded, answer.data().asString(""));
        }
        for (var key : List.of("ticket", "CSRFPreventionToken")) {
            var secret = recording.body().path("data").path(key).asString("");
            if (!secret.isEmpty()) {
                secrets.put(secret, answer.data().path(key).asString(""));
            }
        }
    }

    /// Names that the recorded cluster gave, in the words of this one.
    private String translate(String text) {
        var translated = text;
        for (var pair : names.entrySet()) {
            translated = translated.replace(encode(pair.getKey()), encode(pair.getValue()));
        }
        return translated;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode masked(JsonNode node) {
        return node.isMissingNode() ? node : MAPPER.readTree(mask(node.toString()));
    }

    private static String mask(String text) {
        return UPID_IN_TEXT.matcher(text).replaceAll("UPID").replaceAll("\\d+", "0");
    }
}
