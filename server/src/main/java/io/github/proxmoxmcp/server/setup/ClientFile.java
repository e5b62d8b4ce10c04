package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.config.FaultyLine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonReadFeature;
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

    /// As the clients themselves read it.
    private static final JsonMapper COMMENTED = JSON.rebuild()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
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
        String text = before.filter(content -> !content.isBlank()).orElse("");
        if (client.isToml()) {
            return new FileChange(file, before, new TomlTable(file, client.section() + "." + name).in(text, command));
        }
        if (text.isEmpty()) {
            return new FileChange(file, before, snippet(name, command));
        }
        String indent = indent(text);
        if (!isPlain(text)) {
            return new FileChange(file, before, inserted(text, indent, name, command));
        }
        ObjectNode root = parse(text);
        enter(section(root), name, command);
        return new FileChange(file, before, written(root, indent));
    }

    /// Put between what is there, whose comments would be lost if it were written anew.
    private String inserted(String text, String indent, String name, List<String> command) {
        ObjectNode root = parse(text);
        ObjectNode section = section(root);
        JsonNode present = section.get(name);
        enter(section, name, command);
        ObjectNode entry = (ObjectNode) section.get(name);
        if (present != null && parse(text).path(client.section()).path(name).equals(entry)) {
            return text;
        }
        if (present != null) {
            throw new SetupException(file + " has comments, and another entry '" + name + "': it is left as it is");
        }
        String after = CommentedJson.insert(
                text, client.section(), name, written(entry, indent).strip(), indent);
        if (!parse(after).equals(root)) {
            throw new SetupException(file + " has a form in which nothing can be put: it is left as it is");
        }
        return after;
    }

    private static boolean isPlain(String text) {
        try {
            JSON.readTree(text);
            return true;
        } catch (JacksonException _) {
            return false;
        }
    }

    /// What to paste where this program cannot write.
    String snippet(String name, List<String> command) {
        if (client.isToml()) {
            return TomlTable.written(client.section() + "." + name, command);
        }
        ObjectNode root = JSON.createObjectNode();
        enter(section(root), name, command);
        return written(root, "  ");
    }

    /// The programs that the entries of this server start, by the entries' names.
    List<Started> started() {
        Optional<String> text = FileChange.current(file).filter(content -> !content.isBlank());
        Stream<Started> all = client.isToml()
                ? text.stream().flatMap(content -> TomlTable.started(content, client.section() + "."))
                : text.map(this::parse).map(root -> root.path(client.section())).stream()
                        .flatMap(section -> section.properties().stream())
                        .map(entry -> new Started(entry.getKey(), program(entry.getValue())));
        return all.filter(one -> !one.command().isEmpty())
                .filter(one -> one.name().startsWith("proxmox") || one.command().endsWith("proxmox-mcp"))
                .toList();
    }

    /// What an entry starts; empty where it starts nothing. In opencode's the program is the first of a list.
    private static String program(JsonNode entry) {
        JsonNode command = entry.path("command");
        return (command.isArray() ? command.path(0) : command).asString("");
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
        if (client == McpClient.OPENCODE) {
            entry.put("type", "local");
            command.forEach(entry.putArray("command")::add);
            entry.put("enabled", true);
            return;
        }
        if (client.wantsType()) {
            entry.put("type", "stdio");
        }
        entry.put("command", command.getFirst());
        ArrayNode arguments = entry.putArray("args");
        command.stream().skip(1).forEach(arguments::add);
        if (client == McpClient.ZED && !entry.has("env")) {
            entry.putObject("env");
        }
    }

    private ObjectNode parse(String text) {
        try {
            if (COMMENTED.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new SetupException(file + " is not a JSON object: it is left as it is");
        } catch (JacksonException e) {
            throw new SetupException(file + " cannot be read as JSON" + FaultyLine.of(e) + ": it is left as it is", e);
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

    private String written(ObjectNode root, String indent) {
        DefaultIndenter lines = new DefaultIndenter(indent, "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines);
        try {
            return JSON.writer().with(printer).writeValueAsString(root) + "\n";
        } catch (JacksonException e) {
            // A number such as 1e999999999 would become a text without an end.
            throw new SetupException(file + " has a number that cannot be written again: it is left as it is", e);
        }
    }
}
