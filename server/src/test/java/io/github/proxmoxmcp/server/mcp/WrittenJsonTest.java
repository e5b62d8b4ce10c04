package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Lists as clients send them that write everything as text.
class WrittenJsonTest {

    private static final Map<String, Object> SCHEMA =
            Map.of("properties", Map.of("set", Map.of("type", "array"), "sql", Map.of("type", "string")));

    static List<Arguments> written() {
        return List.of(
                Arguments.of("[\"a\", 2]", List.of("a", 2)),
                Arguments.of(" {\"cores\": 4}\n", Map.of("cores", 4)),
                Arguments.of("[null]", Arrays.asList((Object) null)),
                Arguments.of("[ -f /etc/hosts ]", "[ -f /etc/hosts ]"),
                Arguments.of("[1] [2", "[1] [2"),
                Arguments.of("cores=4", "cores=4"),
                Arguments.of("", ""));
    }

    @ParameterizedTest
    @MethodSource
    void written(String text, Object meant) {
        assertThat(WrittenJson.read(SCHEMA, Map.of("set", text))).containsEntry("set", meant);
    }

    @Test
    void whatIsNoListOrNoTextStaysAsItIs() {
        Map<String, Object> given = new HashMap<>();
        given.put("sql", "[1]");
        given.put("set", List.of("[1]"));
        given.put("unknown", "[1]");
        given.put("nothing", null);

        assertThat(WrittenJson.read(SCHEMA, given)).isEqualTo(given);
    }

    @Test
    void aHugeTextIsNotRead() {
        String huge = "[" + "1,".repeat(100_000) + "1]";

        assertThat(WrittenJson.read(SCHEMA, Map.of("set", huge))).containsEntry("set", huge);
    }
}
