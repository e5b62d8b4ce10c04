package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Cells;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.RunningServer;
import io.github.proxmoxmcp.server.mcp.ToolClient;
import io.github.proxmoxmcp.server.sync.Timeline.Recorded;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays timelines over HTTPS to the program, run as a process of its own, and compares what its tools tell with the
/// golden histories. The clock is the real one: all happens faster than it did.
///
/// With `-Dtimelines.program=FILE` it is the built program, with `-Dtimelines=FILE:FILE` other timelines.
class TimelineToolsTest {

    private static final String FIXTURES = Stream.of("delete-and-reuse", "r2-rights-lost-and-back")
            .map(name ->
                    System.getProperty("repository.root") + "/server/src/test/resources/timelines/" + name + ".json.gz")
            .collect(Collectors.joining(File.pathSeparator));

    private static final char[] PASSWORD = "timeline".toCharArray();
    private static final Recorded NOT_IMPLEMENTED = TimelineServer.refusal(501, "Method not implemented");
    private static final String HISTORY =
            "select at, kind, id, event, node, field, before, after, task_type, user, upid"
                    + " from changes order by at, event desc, kind, id, field limit 1000";

    private static KeyStore keys;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        keys = keys(folder.resolve("key.p12"));
    }

    static Stream<Path> files() {
        return Stream.of(System.getProperty("timelines", FIXTURES).split(File.pathSeparator))
                .map(Path::of);
    }

    @ParameterizedTest
    @MethodSource("files")
    void tellsExactlyWhatHappened(Path file) throws Exception {
        Timeline timeline = Timeline.read(file);

        List<String> recorded = play(timeline, folder);

        List<String> golden = expected(Golden.FOLDER.resolve("timelines").resolve(timeline.name() + ".txt"));
        assertThat(recorded.stream().map(TimelineTest::fact))
                .containsExactlyInAnyOrderElementsOf(
                        golden.stream().map(TimelineTest::fact).toList());
        // Played in seconds more can have made a change: its cause may stay unknown, but no other one is told.
        assertThat(recorded).filteredOn(line -> line.contains("  <- ")).isSubsetOf(golden);
    }

    private static List<String> command() {
        return Optional.ofNullable(System.getProperty("timelines.program"))
                .map(List::of)
                .orElseGet(RunningServer::command);
    }

    private static List<String> play(Timeline timeline, Path folder) throws GeneralSecurityException {
        try (TimelineServer server = TimelineServer.start(NOT_IMPLEMENTED, tls(keys))) {
            server.show(timeline.steps().getFirst());
            Map<String, String> environment = Map.of(
                    "PROXMOX_URL", server.url().toString(),
                    "PROXMOX_TOKEN", "root@pam!audit=00000000-0000-0000-0000-000000000000",
                    "PROXMOX_FINGERPRINT", fingerprint(keys));
            List<String> command = new ArrayList<>(command());
            command.addAll(List.of("serve", "--state", EmptyStore.in(folder).toString()));
            try (ToolClient client = ToolClient.start(command, environment, _ -> {})) {
                for (Timeline.Step step : timeline.steps()) {
                    if (step.answers().containsKey("GET /cluster/resources")) {
                        server.show(step);
                        client.call("get_changes", Map.of("fresh", true));
                    }
                }
                return lines(client.call("query_state", Map.of("sql", HISTORY, "limit", 500)));
            }
        }
    }

    private static List<String> lines(ToolClient.Result history) {
        return Cells.of(history, "kind", "id", "event", "node", "field", "before", "after", "task_type", "user", "upid")
                .stream()
                .map(TimelineToolsTest::line)
                .toList();
    }

    private static String line(List<String> row) {
        String cause = row.get(7).isEmpty()
                ? ""
                : "  <- " + row.get(7) + " by " + row.get(8) + " "
                        + row.get(9).replaceFirst("^UPID:[^:]*:([^:]*):.*", "$1");
        String id = row.get(0).equals("cluster") ? "lab" : row.get(1);
        return row.get(0) + " " + id + " "
                + switch (row.get(2)) {
                    case "appeared" -> "appeared";
                    case "vanished" -> "vanished";
                    default -> row.get(4) + ": " + value(row.get(5)) + " -> " + value(row.get(6));
                }
                + cause;
    }

    private static String value(String text) {
        return text.isEmpty() ? "none" : text.replaceAll("[«»]", "").replace(".000Z", "Z");
    }

    /// Without the moment and the names, which the view does not tell; it tells whole numbers as such, and what others
    /// wrote in one line.
    private static List<String> expected(Path golden) throws IOException {
        return Files.readAllLines(golden).stream()
                .filter(line -> !line.isBlank() && !line.contains(TimelinePlayer.ATTEMPT))
                .map(line -> line.replace("\\n", " ")
                        .replaceFirst("^t=\\S+ (\\S+ \\S+)(?: \\([^)]*\\))?", "$1")
                        .replaceFirst(" (appeared on|vanished from) ?\\S*(?=  <-|$)", " $1")
                        .replaceFirst(" appeared on", " appeared")
                        .replaceFirst(" vanished from", " vanished")
                        .replaceFirst(" moved (\\S+ -> \\S+)", " node: $1")
                        .replaceFirst(": {1,2}-> ", ": none -> ")
                        .replaceFirst("-> (?=  <-|$)", "-> none"))
                .toList();
    }

    private static KeyStore keys(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static SSLContext tls(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls;
    }

    private static String fingerprint(KeyStore keys) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(keys.getCertificate("node").getEncoded());
        return HexFormat.ofDelimiter(":").formatHex(hash).toUpperCase(Locale.ROOT);
    }
}
