package io.github.proxmoxmcp.server.setup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The configuration file of an MCP client: our entry is put into it, everything else stays as it is.
final class ClientFile {

    /// Numbers keep all of their digits, and a key that stands twice is an error and not a loss.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final McpClient client;
    private final Path file;

    ClientFile(McpClient client, McpClient.Place place) {
        this.client = client;
        this.file = client.file(place);
    }

    Path path() {
        return file;
    }

    /// The file with our entry in it.
    FileChange with(String name, List<String> command) {
        Optional<String> before = FileChange.current(file);
        ObjectNode root =
                before.filter(text -> !text.isBlank()).map(this::parse).orElseGet(JSON::createObjectNode);
        enter(section(root), name, command);
        String indent = before.map(ClientFile::indent).orElse("  ");
        return new FileChange(file, before, written(root, indent));
    }

    /// What to paste where this program cannot write.
    String snippet(String name, List<String> command) {
        ObjectNode root = JSON.createObjectNode();
        enter(section(root), name, command);
        return written(root, "  ");
    }

    /// The programs that the entries of this server start, by the entries' names.
    List<Started> started() {
        return FileChange.current(file)
                .filter(text -> !text.isBlank())
                .map(this::parse)
                .map(root -> root.path(client.section()))
                .stream()
                .flatMap(section -> section.properties().stream())
                .filter(entry -> entry.getValue().path("command").isString())
                .filter(entry -> entry.getKey().startsWith("proxmox")
                        || entry.getValue().path("command").asString("").endsWith("proxmox-mcp"))
                .map(entry -> new Started(
                        entry.getKey(), entry.getValue().path("command").asString("")))
                .toList();
    }

    /// An entry and its program.
    record Started(String name, String command) {}

    private ObjectNode section(ObjectNode root) {
        JsonNode present = root.get(client.section());
        if (present == null) {
            return root.putObject(client.section());
        }
        if (present instanceof ObjectNode object) {
            return object;
        }
        throw new SetupException(
                file + " has something other than servers under '" + client.section() + "': it is left as it is");
    }

    /// What else an entry of this name says stays: people add keys of their own.
    private void enter(ObjectNode section, String name, List<String> command) {
        ObjectNode entry = section.get(name) instanceof ObjectNode present ? present : section.putObject(name);
        if (client.wantsType()) {
            entry.put("type", "stdio");
        }
        entry.put("command", command.getFirst());
        ArrayNode arguments = entry.putArray("args");
        command.stream().skip(1).forEach(arguments::add);
    }

    private ObjectNode parse(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new SetupException(file + " is not a JSON object: it is left as it is");
        } catch (JacksonException e) {
            throw new SetupException(
                    file + " is not plain JSON (line " + e.getLocation().getLineNr()
                            + "; a comment, perhaps): it is left as it is",
                    e);
        }
    }

    /// The indentation that the file has, so that only the new entry changes.
    private static String indent(String text) {
        return text.lines()
                .filter(line -> line.startsWith(" ") || line.startsWith("\t"))
                .findFirst()
                .map(line ->
                        line.substring(0, line.length() - line.stripLeading().length()))
                .orElse("  ");
    }

    private static String written(ObjectNode root, String indent) {
        DefaultIndenter lines = new DefaultIndenter(indent, "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines);
        return JSON.writer().with(printer).writeValueAsString(root) + "\n";
    }
}
