package io.github.proxmoxmcp.server.audit;

import io.github.proxmoxmcp.persistence.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What [Anchor] told to a file, or what a syslog or a web address kept of it, compared with the audit.
public final class AnchorFile {

    private AnchorFile() {}

    /// What a comparison found.
    ///
    /// @param compared how many lines tell of an entry
    /// @param newest number of the newest entry that they tell of
    /// @param problems of entries that are not what was told, each a sentence
    /// @param unread how many lines could not be read: they prove nothing
    public record Report(int compared, OptionalLong newest, List<String> problems, int unread) {}

    /// Lines may have something before the JSON, as a syslog writes it; those without any are not ours.
    ///
    /// @throws IOException when the file cannot be read
    public static Report verify(Store store, Path file) throws IOException {
        List<String> problems = new ArrayList<>();
        OptionalLong newest = OptionalLong.empty();
        int compared = 0;
        int unread = 0;
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            for (String line : lines.filter(text -> text.contains("{\"seq\"")).toList()) {
                Optional<Told> told = read(line.substring(line.indexOf("{\"seq\"")));
                if (told.isEmpty()) {
                    unread++;
                    continue;
                }
                compared++;
                newest = OptionalLong.of(Math.max(newest.orElse(0), told.get().seq()));
                if (!Checkpoints.isEntry(store, told.get().seq(), told.get().hash())) {
                    problems.add("entry " + told.get().seq() + " is not what the anchor has: the log was rewritten,"
                            + " or its end removed");
                }
            }
        }
        return new Report(compared, newest, problems, unread);
    }

    private record Told(long seq, String hash) {}

    private static Optional<Told> read(String json) {
        try {
            JsonNode told = JsonMapper.shared().readTree(json);
            return told.path("seq").canConvertToLong() && told.path("hash").isString()
                    ? Optional.of(new Told(
                            told.path("seq").asLong(), told.path("hash").asString()))
                    : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
