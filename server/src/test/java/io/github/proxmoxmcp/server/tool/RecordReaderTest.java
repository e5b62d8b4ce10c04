package io.github.proxmoxmcp.server.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients send instead of what a schema says, and what an attacker does.
class RecordReaderTest {

    record Given(
            Optional<String> text,
            Optional<Ref> guest,
            @MaxLength(20) Optional<String> small,
            @Pairs Optional<List<String>> set,
            Optional<List<String>> names) {}

    record Ref(@OrNumber String value) {}

    record Said(List<String> said) {}

    static final class Tools {

        @Tool(
                name = "say",
                title = "Say",
                description = "Says it.",
                effect = Effect.READ,
                needs = {})
        Answer<Said> say(Given given) {
            return Answer.of(new Said(Stream.of(
                            given.text().stream(),
                            given.guest().map(Ref::value).stream(),
                            given.small().stream(),
                            given.set().stream().flatMap(List::stream),
                            given.names().stream().flatMap(List::stream))
                    .flatMap(part -> part)
                    .toList()));
        }
    }

    private static final ToolDefinition SAY =
            ToolRegistry.of(Access.READ, Set.of(), List.of(new Tools())).tools().getFirst();

    static List<Arguments> understood() {
        return List.of(
                Arguments.of("guest", 100, List.of("100")),
                Arguments.of("guest", "100", List.of("100")),
                Arguments.of("guest", 100.0, List.of("100")),
                Arguments.of("guest", 9_000_000_000L, List.of("9000000000")),
                Arguments.of("guest", List.of(100), List.of("100")),
                Arguments.of("set", Map.of("cores", 4), List.of("cores=4")),
                Arguments.of("set", Map.of("onboot", true), List.of("onboot=1")),
                Arguments.of("set", Map.of("tags", ""), List.of("tags=")),
                Arguments.of("set", Map.of("a", List.of(1, "2")), List.of("a=1", "a=2")),
                Arguments.of("set", List.of("cores=4", "memory=512"), List.of("cores=4", "memory=512")),
                Arguments.of("set", List.of(Map.of("cores", 4), "memory=512"), List.of("cores=4", "memory=512")),
                Arguments.of("set", "cores=4", List.of("cores=4")),
                Arguments.of("set", List.of(), List.of()),
                Arguments.of("names", "one", List.of("one")),
                Arguments.of("names", List.of("one", 2), List.of("one", "2")),
                Arguments.of("text", "", List.of()),
                Arguments.of("text", "x".repeat(1_000), List.of("x".repeat(1_000))));
    }

    @ParameterizedTest
    @MethodSource
    void understood(String name, Object value, List<String> said) {
        assertThat(say(Map.of(name, value))).isEqualTo(said);
    }

    static List<Arguments> refused() {
        String pairs = "say: 'set' must be a list of name=value texts, or an object of texts and numbers such as"
                + " {\"cores\": 4}; a part of it is null, an object or a list";
        return List.of(
                Arguments.of("set", Map.of("net0", Map.of("bridge", "vmbr1")), pairs),
                Arguments.of("set", List.of(List.of("a=b")), pairs),
                Arguments.of("set", Arrays.asList("a=b", null), pairs),
                Arguments.of("set", Collections.singletonMap("a", null), pairs),
                Arguments.of(
                        "names",
                        Map.of("a", 1),
                        "say: 'names' must be a list, and each element a string, not null," + " an object or a list"),
                Arguments.of(
                        "names",
                        Arrays.asList("a", null),
                        "say: 'names' must be a list, and each element a string," + " not null, an object or a list"),
                Arguments.of("text", Map.of("a", 1), "say: 'text' must be a string, not an object or a list"),
                Arguments.of(
                        "text",
                        Collections.singletonList(null),
                        "say: 'text' must be a string, not an object or a" + " list"),
                Arguments.of(
                        "text",
                        "x".repeat(1_001),
                        "say: 'text' is 1001 characters long, but may have 1000 at the" + " most"),
                Arguments.of(
                        "text",
                        "x".repeat(4_000_000),
                        "say: 'text' is 4000000 characters long, but may have 1000" + " at the most"),
                Arguments.of(
                        "text",
                        List.of("x".repeat(1_001)),
                        "say: 'text' is 1001 characters long, but may have 1000" + " at the most"),
                Arguments.of(
                        "small", "x".repeat(21), "say: 'small' is 21 characters long, but may have 20 at the most"),
                Arguments.of(
                        "guest",
                        "9".repeat(5_000),
                        "say: 'guest' is 5000 characters long, but may have 1000 at the" + " most"),
                Arguments.of(
                        "names",
                        Collections.nCopies(201, "a"),
                        "say: 'names' has 201 elements, but may have 200 at" + " the most"),
                Arguments.of(
                        "names",
                        List.of("x".repeat(32_001)),
                        "say: 'names' is 32001 characters long, but may have" + " 32000 at the most"),
                Arguments.of(
                        "set",
                        Map.of("a", Collections.nCopies(1_000_000, 1)),
                        "say: 'set' has 1000000 elements, but" + " may have 200 at the most"),
                Arguments.of("text", "a\0b", "say: 'text' has a character 0 in it, which no text here has"),
                Arguments.of(
                        "set",
                        Map.of("delete", "a\0unused0"),
                        "say: 'set' has a character 0 in it, which no text" + " here has"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String name, Object value, String message) {
        assertThatThrownBy(() -> say(Map.of(name, value)))
                .isInstanceOf(ToolException.BadArgument.class)
                .hasMessage(message);
    }

    @Test
    void nullIsNothing() {
        Map<String, Object> given = new HashMap<>();
        for (String name : List.of("text", "guest", "small", "set", "names", "unknown")) {
            given.put(name, null);
        }

        assertThat(say(given)).isEmpty();
    }

    @Test
    void unknownNamesAreNotRepeatedWithoutEnd() {
        Map<String, Object> given = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            given.put("x".repeat(100_000) + i, 1);
        }

        assertThatThrownBy(() -> say(given))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("unknown argument 'xxx")
                        .hasSizeLessThan(1_500));
    }

    @Test
    void nobodyMeansANameByAVeryLongText() {
        assertThat(Names.nearest("x".repeat(1_000_000) + "cores", List.of("cores", "memory")))
                .isEmpty();
        assertThat(Names.nearest("core", List.of("x".repeat(1_000_000), "cores")))
                .contains("cores");
    }

    private static List<?> say(Map<String, Object> given) {
        Answer<?> answer = SAY.call().apply(given, new Caller("test", (_, _, _) -> {}));
        return ((Said) answer.body()).said();
    }
}
