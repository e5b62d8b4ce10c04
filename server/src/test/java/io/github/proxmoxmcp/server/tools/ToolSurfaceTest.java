package io.github.proxmoxmcp.server.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
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

    /// `anyOf` where models give either. Never a list of types: Gemini's endpoints refuse every tool of a server for
    /// one ("Proto field is not repeating"; of a list with `array` in it they make one without `items`, and refuse
    /// that).
    private static final Set<Object> TYPES = Set.of(
            "string",
            "integer",
            "number",
            "boolean",
            "array",
            List.of(Map.of("type", "string"), Map.of("type", "integer")));

    /// What Gemini, OpenAI's strict mode and the validators of clients know.
    private static final Set<String> KEYWORDS =
            Set.of("type", "anyOf", "items", "enum", "description", "minimum", "maximum");

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
            assertThat(properties(tool).values()).allSatisfy(argument -> {
                Map<?, ?> schema = (Map<?, ?>) argument;
                assertThat(TYPES).contains(type(schema));
                assertThat(schema.keySet()).allMatch(KEYWORDS::contains);
                assertThat(schema.containsKey("items"))
                        .isEqualTo(type(schema).equals("array"))
                        .describedAs("every list says of what, and nothing else does: %s", schema);
            });
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
    }

    /// Clients that load tools when they are needed search names, first words of descriptions, and the instructions.
    @Test
    void theInstructionsHaveTheWordsThatPeopleSearchByAndAreNotCut() {
        assertThat(Instructions.TEXT).hasSizeBetween(200, 2_048);
        assertThat(Instructions.TEXT.lines().findFirst().orElseThrow())
                .contains("Proxmox", "cluster", "node", "virtual machine", "VM", "QEMU", "container", "LXC", "storage")
                .contains("disk", "backup", "snapshot", "task", "network", "pool", "HA", "migration", "history");
    }

    /// By its own description, by the words it may be, or where the instructions explain what means the same
    /// everywhere.
    @Test
    void everyArgumentIsExplained() {
        String everywhere = Instructions.TEXT
                .lines()
                .filter(line -> line.startsWith("- Arguments everywhere: "))
                .findFirst()
                .orElseThrow();
        List<String> unexplained = ALL.stream()
                .flatMap(tool -> properties(tool).entrySet().stream()
                        .filter(argument -> !((Map<?, ?>) argument.getValue()).containsKey("description")
                                && !((Map<?, ?>) argument.getValue()).containsKey("enum")
                                && !everywhere.matches(".*\\b" + argument.getKey() + "\\b.*"))
                        .map(argument -> tool.name() + " " + argument.getKey()))
                .toList();

        assertThat(unexplained).isEmpty();
    }

    /// Cursor drops a tool whose name with the server's is longer than sixty characters.
    @Test
    void everyNameIsShortEnoughBesideTheNameOfTheServer() {
        assertThat(ALL)
                .allSatisfy(tool ->
                        assertThat("proxmox-cluster-at-home" + tool.name()).hasSizeLessThanOrEqualTo(60));
    }

    @Test
    void whatMayBeLongSaysSoWithinWhatClientsTake() {
        List<String> marked = ALL.stream()
                .filter(tool -> ListedTools.of(tool).get("_meta") instanceof Map<?, ?> meta
                        && meta.containsKey("anthropic/maxResultSizeChars"))
                .map(ToolDefinition::name)
                .toList();

        assertThat(marked).contains("query_state", "read_api", "get_changes").hasSizeLessThan(10);
        assertThat(ALL.stream().filter(ToolDefinition::longAnswer))
                .allSatisfy(tool -> assertThat(ListedTools.of(tool).get("_meta"))
                        .asInstanceOf(map(String.class, Object.class))
                        .hasEntrySatisfying(
                                "anthropic/maxResultSizeChars",
                                size -> assertThat((Integer) size).isBetween(50_000, 500_000)));
    }

    private static ToolRegistry registry(Access access) {
        CommandSettings settings = new CommandSettings(
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
        Map<?, ?> given = (Map<?, ?>) schema;
        return Optional.<Object>ofNullable(given.get("type"))
                .or(() -> Optional.ofNullable(given.get("anyOf")))
                .orElseThrow();
    }
}
