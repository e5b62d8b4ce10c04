package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JtetoolsGenerated;
import io.github.proxmoxmcp.server.mcp.ToolOutcome;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Tools that only read, to be tried: what an assistant is told of them, and both forms of what it gets.
public final class ToolsRoom implements Room {

    private static final JsonMapper COMPACT = JsonMapper.builder().build();
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String PREFIX = "arg.";

    /// What the template shows.
    ///
    /// @param tools all that can be tried
    public record View(List<Entry> tools, Optional<Chosen> chosen) {}

    /// A tool in the list.
    public record Entry(String name, String title, String description) {}

    /// The one that is tried.
    public record Chosen(Entry tool, List<Field> fields, Optional<Result> result) {}

    /// An argument.
    ///
    /// @param choices empty: it is free text
    public record Field(
            String name, String type, String description, boolean required, List<String> choices, String value) {}

    /// What it answered, in both forms with their sizes; of a failure only the text.
    public record Result(boolean failed, String text, int textBytes, String structured, int structuredBytes) {}

    @Override
    public String path() {
        return "/tools";
    }

    @Override
    public String title() {
        return "Tools";
    }

    @Override
    public PageAnswer show(Visit visit) {
        List<ToolDefinition> readable =
                visit.tools().stream().filter(tool -> tool.effect().readOnly()).toList();
        Optional<Chosen> chosen = visit.query()
                .get("tool")
                .map(name -> readable.stream()
                        .filter(tool -> tool.name().equals(name))
                        .findFirst()
                        .map(tool -> chosen(visit, tool))
                        .orElseThrow(() -> new PageFailure(
                                404,
                                "There is no such tool to try here. Only those that read can be tried; choose one.")));
        View view = new View(readable.stream().map(ToolsRoom::entry).toList(), chosen);
        return new PageAnswer.Shown(title(), (out, frame) -> JtetoolsGenerated.render(out, null, frame, view));
    }

    private static Entry entry(ToolDefinition tool) {
        return new Entry(tool.name(), tool.title(), tool.description());
    }

    private static Chosen chosen(Visit visit, ToolDefinition tool) {
        List<Field> fields = new ArrayList<>();
        Map<String, Object> arguments = new LinkedHashMap<>();
        List<?> required = tool.inputSchema().get("required") instanceof List<?> names ? names : List.of();
        Map<?, ?> properties = tool.inputSchema().get("properties") instanceof Map<?, ?> known ? known : Map.of();
        properties.forEach((key, about) -> {
            String name = key.toString();
            Map<?, ?> schema = about instanceof Map<?, ?> map ? map : Map.of();
            Optional<String> given = visit.query().get(PREFIX + name);
            given.ifPresent(text -> arguments.put(name, value(schema, text)));
            fields.add(new Field(
                    name,
                    word(schema, "type"),
                    word(schema, "description"),
                    required.contains(name),
                    choices(schema),
                    given.orElse("")));
        });
        Optional<Result> result = visit.query().get("run").map(_ -> result(visit.call(tool.name(), arguments)));
        return new Chosen(entry(tool), fields, result);
    }

    private static List<String> choices(Map<?, ?> schema) {
        if ("boolean".equals(schema.get("type"))) {
            return List.of("true", "false");
        }
        return schema.get("enum") instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// What is not of the type that is wanted the tool itself refuses, in its words.
    private static Object value(Map<?, ?> schema, String text) {
        return switch (word(schema, "type")) {
            case "integer" -> text.matches("-?[0-9]{1,15}") ? Long.valueOf(text) : text;
            case "boolean" -> text.matches("true|false") ? Boolean.valueOf(text) : text;
            case "array" -> List.of(text.split("\\s*,\\s*"));
            default -> text;
        };
    }

    private static String word(Map<?, ?> schema, String name) {
        return schema.get(name) instanceof String text ? text : "";
    }

    private static Result result(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Failed(var _, String message) -> new Result(true, message, bytes(message), "", 0);
            case ToolOutcome.Answered answered ->
                new Result(
                        false,
                        answered.forms().text(),
                        bytes(answered.forms().text()),
                        PRETTY.writeValueAsString(answered.forms().structured()),
                        bytes(COMPACT.writeValueAsString(answered.forms().structured())));
        };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
