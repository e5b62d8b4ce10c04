package io.github.proxmoxmcp.server.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolRegistryTest {

    enum Colour {
        RED,
        DARK_BLUE
    }

    @Describe("a value type")
    record Even(@Range(min = 0, max = 10) int value) {
        Even {
            if (value % 2 != 0) {
                throw new IllegalArgumentException("must be even");
            }
        }
    }

    record Request(
            String text,
            Optional<Even> even,
            Optional<Colour> colour,
            Optional<List<String>> tags,
            Optional<Boolean> flag,
            @Describe("hidden mostly") Optional<String> cluster) {}

    record Echo(String said, Optional<Instant> when, List<String> tags) {}

    /// Tools as a developer declares them.
    static final class Tools {

        @Tool(
                name = "echo",
                title = "Echo",
                description = "Says it again.",
                effect = Effect.READ,
                needs = {})
        Answer<Echo> echo(Request request) {
            return Answer.of(new Echo(
                    request.text()
                            + request.even().map(Even::value).map(n -> " " + n).orElse("")
                            + request.colour().map(colour -> " " + colour).orElse("")
                            + request.flag().map(flag -> " " + flag).orElse(""),
                    Optional.empty(),
                    request.tags().orElse(List.of())));
        }

        @Tool(
                name = "act",
                title = "Act",
                description = "Acts.",
                effect = Effect.OPERATE,
                needs = {})
        Answer<Echo> act(Request request, Caller caller) {
            return Answer.of(new Echo(caller.client(), Optional.empty(), List.of()));
        }

        @Tool(
                name = "destroy",
                title = "Destroy",
                description = "Destroys.",
                effect = Effect.DESTRUCTIVE,
                needs = {})
        Answer<Echo> destroy(Request request) {
            throw new IllegalStateException("boom");
        }
    }

    static final class NotATool {

        @Tool(
                name = "bad",
                title = "Bad",
                description = "Bad.",
                effect = Effect.READ,
                needs = {})
        String bad(Request request) {
            return request.text();
        }
    }

    record TakesMap(Map<String, String> map) {}

    static final class NoSchema {

        @Tool(
                name = "bad",
                title = "Bad",
                description = "Bad.",
                effect = Effect.READ,
                needs = {})
        Answer<Echo> bad(TakesMap request) {
            return Answer.of(new Echo("", Optional.empty(), List.of()));
        }
    }

    private static final Caller CALLER = new Caller("test", (_, _, _) -> {});

    private final ToolRegistry registry = ToolRegistry.of(Access.READ, Set.of("cluster"), List.of(new Tools()));

    @Test
    void hasOnlyTheToolsOfItsAccess() {
        assertThat(names(Access.READ)).containsExactly("echo");
        assertThat(names(Access.OPERATE)).containsExactly("act", "echo");
        assertThat(names(Access.ADMIN)).containsExactly("act", "destroy", "echo");
    }

    @Test
    void describesArgumentsInTheOrderOfTheRecordAndHidesTheHidden() {
        Map<String, Object> schema = registry.tools().getFirst().inputSchema();

        assertThat(schema)
                .containsEntry("type", "object")
                .containsEntry("required", List.of("text"))
                .containsEntry("additionalProperties", false);
        assertThat(((Map<?, ?>) value(schema, "properties")).keySet().toString())
                .isEqualTo("[text, even, colour, tags, flag]");
        assertThat(value(schema, "properties").toString())
                .contains("even={type=integer, minimum=0, maximum=10, description=a value type}")
                .contains("enum=[red, dark_blue]")
                .contains("tags={type=array, items={type=string}}");
    }

    @Test
    void takesTheTypesThatModelsMixUp() {
        assertThat(echo(Map.of("text", 42, "even", "4", "colour", "DARK_BLUE", "flag", "yes", "tags", "one")))
                .containsEntry("said", "42 4 DARK_BLUE true")
                .containsEntry("tags", List.of("one"));
        assertThat(echo(Map.of("text", "a", "even", 4.0, "colour", "", "tags", List.of("a", 2))))
                .containsEntry("said", "a 4")
                .containsEntry("tags", List.of("a", "2"));
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> echo(Map.of("even", 12, "color", "red", "colour", "green", "flag", "maybe")))
                .isInstanceOf(ToolException.BadArgument.class)
                .hasMessageContaining("'text' is missing")
                .hasMessageContaining("'even' is 12, but must be from 0 to 10")
                .hasMessageContaining("unknown argument 'color', did you mean 'colour'?")
                .hasMessageContaining("'colour' is 'green', but must be one of red, dark_blue")
                .hasMessageContaining("'flag' is 'maybe', but must be true or false");
    }

    @Test
    void saysWhatAValueTypeRefuses() {
        assertThatThrownBy(() -> echo(Map.of("text", "a", "even", 3)))
                .isInstanceOf(ToolException.BadArgument.class)
                .hasMessage("echo: 'even' must be even");
        assertThatThrownBy(() -> echo(Map.of("text", "a", "even", "many")))
                .hasMessage("echo: 'even' is 'many', but must be a whole number");
        assertThatThrownBy(() -> echo(Map.of("text", Map.of("a", 1))))
                .hasMessage("echo: 'text' must be a string, not an object or a list");
    }

    @Test
    void hidesAnArgumentCompletely() {
        assertThatThrownBy(() -> echo(Map.of("text", "a", "cluster", "b")))
                .hasMessageContaining("unknown argument 'cluster'");
    }

    @Test
    void namesTheNearestToolForAnUnknownOne() {
        assertThat(registry.unknown("ecko")).isEqualTo("Unknown tool 'ecko', did you mean 'echo'?");
        assertThat(registry.unknown("zzz")).contains("tools/list");
    }

    @Test
    void refusesAMethodThatCannotBeATool() {
        assertThatThrownBy(() -> ToolRegistry.of(Access.READ, Set.of(), List.of(new NotATool())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be a tool");
        assertThatThrownBy(() -> ToolRegistry.of(Access.READ, Set.of(), List.of(new NoSchema())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot take a");
    }

    @Test
    void leavesAbsentValuesOut() {
        assertThat(echo(Map.of("text", "a"))).containsOnlyKeys("said", "tags");
    }

    private Map<String, Object> echo(Map<String, Object> arguments) {
        return StructuredForm.of(registry.find("echo").orElseThrow().call().apply(arguments, CALLER));
    }

    private static List<String> names(Access access) {
        return ToolRegistry.of(access, Set.of(), List.of(new Tools())).tools().stream()
                .map(ToolDefinition::name)
                .toList();
    }

    private static Object value(Map<String, Object> map, String key) {
        return Optional.ofNullable(map.get(key)).orElseThrow();
    }
}
