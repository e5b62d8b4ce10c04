package io.github.proxmoxmcp.server.sync;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.sync.Timeline.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What was seen of a real cluster while things happened, and exactly what the memory must have made of it.
class TimelineTest {

    private static final Path FIXTURES =
            Path.of(System.getProperty("repository.root"), "server", "src", "test", "resources", "timelines");

    private static final Recorded NOT_IMPLEMENTED = TimelineServer.refusal(501, "Method not implemented");

    private static final String CAUSE = "  <- ";

    private static final Map<String, Recorded> OTHERS = new TreeMap<>(Map.of(
            "an empty list", new Recorded(200, "{\"data\":[]}"),
            "null", new Recorded(200, "{\"data\":null}"),
            "an empty body", new Recorded(200, ""),
            "a node that cannot be reached", new Recorded(595, ""),
            "a dropped connection", new Recorded(0, "")));

    @TempDir
    private Path folder;

    static Stream<String> timelines() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            List<String> names = files.map(file -> file.getFileName().toString().replace(".json.gz", ""))
                    .sorted()
                    .toList();
            assertThat(names).hasSizeGreaterThanOrEqualTo(20);
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("timelines")
    void recordsExactlyWhatHappened(String name) {
        List<String> recorded = new TimelinePlayer(NOT_IMPLEMENTED, 1).play(timeline(name), folder);

        Golden.check(golden(name), String.join("\n", recorded) + "\n");
    }

    /// What is true of a cluster does not hang on how often, or how fast, it is looked at. Where more happens between
    /// two looks, more can have made a change: its cause may stay unknown then, but no other one is told.
    @ParameterizedTest
    @MethodSource("timelines")
    void recordsTheSameWhenAllHappensFaster(String name) throws IOException {
        List<String> recorded = new TimelinePlayer(NOT_IMPLEMENTED, 100).play(timeline(name), folder);

        List<String> golden = Files.readString(golden(name))
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(recorded.stream().map(TimelineTest::fact))
                .containsExactlyElementsOf(
                        golden.stream().map(TimelineTest::fact).toList());
        assertThat(recorded).filteredOn(line -> line.contains(CAUSE)).isSubsetOf(golden);
    }

    /// A line without the cause.
    static String fact(String line) {
        return line.replaceFirst(CAUSE + ".*", "");
    }

    static Stream<Arguments> otherAnswers() throws IOException {
        // -Dtimelines=all plays them all, which takes minutes.
        List<String> names = "all".equals(System.getProperty("timelines"))
                ? timelines().toList()
                : List.of("clone-full", "delete-and-reuse", "node-down", "token-loses-privilege");
        return names.stream()
                .flatMap(name -> OTHERS.entrySet().stream().map(other -> Arguments.of(name, other.getKey())));
    }

    /// What the sync asks beside the three calls of a cycle may be answered with nothing, or not at all.
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("otherAnswers")
    void otherAnswersToUnrecordedRequestsInventNothing(String name, String other) {
        List<String> recorded = new TimelinePlayer(requireNonNull(OTHERS.get(other)), 1).play(timeline(name), folder);

        assertThat(golden(name)).content().isEqualTo(String.join("\n", recorded) + "\n");
    }

    private static Path golden(String name) {
        return Golden.FOLDER.resolve("timelines").resolve(name + ".txt");
    }

    private static Timeline timeline(String name) {
        return Timeline.read(FIXTURES.resolve(name + ".json.gz"));
    }
}
