package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.sync.Timeline.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What was seen of a real cluster while things happened, and exactly what the memory must have made of it.
class TimelineTest {

    private static final Path FIXTURES =
            Path.of(System.getProperty("repository.root"), "server", "src", "test", "resources", "timelines");

    private static final Recorded NOT_IMPLEMENTED = TimelineServer.refusal(501, "Method not implemented");

    @TempDir
    private Path folder;

    @TempDir
    private Path other;

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

        Golden.check(Golden.FOLDER.resolve("timelines").resolve(name + ".txt"), String.join("\n", recorded) + "\n");
    }

    /// What the sync asks beside the three calls of a cycle may be answered with nothing, or not at all.
    @ParameterizedTest
    @ValueSource(strings = {"delete-and-reuse", "node-down", "token-loses-privilege"})
    void emptyAnswersToOtherRequestsInventNothing(String name) {
        Recorded empty = new Recorded(200, "{\"data\":[]}");

        List<String> recorded = new TimelinePlayer(empty, 1).play(timeline(name), folder);

        assertThat(recorded).isEqualTo(new TimelinePlayer(NOT_IMPLEMENTED, 1).play(timeline(name), other));
    }

    private static Timeline timeline(String name) {
        return Timeline.read(FIXTURES.resolve(name + ".json.gz"));
    }
}
