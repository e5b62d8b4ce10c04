package io.github.proxmoxmcp.server.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.config.Settings;
import io.github.proxmoxmcp.server.mcp.ListedTools;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import io.github.proxmoxmcp.server.wiring.Instructions;
import io.github.proxmoxmcp.server.wiring.Wiring;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What holds for every tool, in one loop, and the exact surface as golden files.
class ToolSurfaceTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// A list of types where models give either; OpenAI's strict mode, Gemini and the validators of clients take that.
    private static final Set<Object> TYPES = Set.of(
            "string",
            "integer",
            "number",
            "boolean",
            "array",
            List.of("string", "integer"),
            List.of("array", "object"));

    private static final List<ToolDefinition> ALL = registry(Access.ADMIN).tools();

    @Test
    void everyToolIsAsItsGoldenFileSays() throws IOException {
        assertThat(ALL).hasSizeGreaterThanOrEqualTo(12);
        for (ToolDefinition tool : ALL) {
            Golden.check(
                    Golden.FOLDER.resolve("tools/" + tool.name() + ".json"),
                    JSON.writeValueAsString(ListedTools.of(tool)) + "\n");
        }
        try (Stream<Path> files = Files.list(Golden.FOLDER.resolve("tools"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .describedAs("golden files without a tool are to be deleted")
                    .containsExactlyInAnyOrderElementsOf(
                            ALL.stream().map(ToolDefinition::name).toList());
        }
    }

    @Test
    void everyToolIsNamedTitledAndDescribed() {
        assertThat(ALL).allSatisfy(tool -> {
            assertThat(tool.name()).matches("[a-z]+(_[a-z]+)*");
            assertThat(tool.title()).hasSizeBetween(5, 60);
            assertThat(tool.description()).hasSizeBetween(40, 400).endsWith(".");
        });
    }

    @Test
    void everySchemaIsOneThatStrictClientsTake() {
        assertThat(ALL).allSatisfy(tool -> {
            assertThat(tool.inputSchema()).containsEntry("type", "object").containsEntry("additionalProperties", false);
            assertThat(tool.inputSchema()).doesNotContainKeys("anyOf", "oneOf", "allOf", "$schema");
            assertThat(tool.outputSchema()).containsEntry("type", "object");
            assertThat(new DefaultJsonSchemaValidator()
                            .validateSchema(tool.inputSchema())
                            .valid())
                    .isTrue();
            assertThat(new DefaultJsonSchemaValidator()
                            .validateSchema(tool.outputSchema())
                            .valid())
                    .isTrue();
            assertThat(properties(tool).values())
                    .allSatisfy(argument -> assertThat(TYPES).contains(type(argument)));
        });
    }

    @Test
    void argumentsHaveTheSameTypeInEveryTool() {
        Map<Object, List<Object>> types = ALL.stream()
                .flatMap(tool -> properties(tool).entrySet().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(entry -> type(entry.getValue()), Collectors.toList())));

        assertThat(types)
                .isNotEmpty()
                .allSatisfy((name, used) -> assertThat(used.stream().distinct())
                        .describedAs("types of '%s'", name)
                        .hasSize(1));
    }

    @Test
    void accessReadHasOnlyToolsThatCannotTouchTheCluster() {
        assertThat(registry(Access.READ).tools())
                .isNotEmpty()
                .allSatisfy(tool -> assertThat(tool.effect()).isIn(Effect.READ, Effect.REMEMBER));
    }

    @Test
    void theSurfaceStaysWithinItsBudget() {
        assertThat(bytes(Access.READ)).isLessThanOrEqualTo(20_000);
        assertThat(bytes(Access.OPERATE)).isLessThanOrEqualTo(30_000);
        assertThat(bytes(Access.ADMIN)).isLessThanOrEqualTo(38_000);
        assertThat(Instructions.TEXT.length()).isBetween(200, 1200);
    }

    private static ToolRegistry registry(Access access) {
        Settings settings = new Settings(
                Optional.of(access.name().toLowerCase(Locale.ROOT)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return Wiring.describe(new ConfigurationReader(Map.of(), Path.of("/nowhere")).read(settings));
    }

    private static int bytes(Access access) {
        List<Object> listed =
                registry(access).tools().stream().<Object>map(ListedTools::of).toList();
        return JsonMapper.shared().writeValueAsString(Map.of("tools", listed)).getBytes(StandardCharsets.UTF_8).length;
    }

    private static Map<?, ?> properties(ToolDefinition tool) {
        return (Map<?, ?>)
                Optional.ofNullable(tool.inputSchema().get("properties")).orElseThrow();
    }

    private static Object type(Object schema) {
        return Optional.<Object>ofNullable(((Map<?, ?>) schema).get("type")).orElseThrow();
    }
}
