package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.proxmoxmcp.client.endpoint.Declaration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Compares the declarations with the schema of a real Proxmox VE, which lies beside the repository or not at all.
class SchemaTest {

    private static JsonNode schema = MissingNode.getInstance();

    @BeforeAll
    static void readSchema() {
        Path file = Path.of(System.getProperty("repository.root", "."), "..", "shared", "pve", "apidoc.json");
        assumeTrue(Files.exists(file), "skipped: the API schema is not there: " + file.normalize());
        schema = new JsonMapper().readTree(file);
    }

    static List<Declaration> declared() {
        return Endpoints.declared();
    }

    @Test
    void hasTheWholeApi() {
        assertThat(schema.size()).isGreaterThan(400);
    }

    @ParameterizedTest
    @MethodSource("declared")
    void declaresOnlyWhatTheApiHas(Declaration endpoint) {
        JsonNode method = schema.path(endpoint.path()).path(endpoint.method().name());

        assertThat(method.isObject()).as("in the schema").isTrue();
        JsonNode parameters = method.path("parameters").path("properties");
        assertThat(parameters.propertyNames())
                .containsAll(endpoint.template().placeholders())
                .containsAll(endpoint.parameters());
        List<String> required = parameters.properties().stream()
                .filter(parameter -> parameter.getValue().path("optional").asInt(0) == 0)
                .map(java.util.Map.Entry::getKey)
                .filter(name -> !endpoint.template().placeholders().contains(name))
                .toList();
        assertThat(endpoint.parameters()).containsAll(required);
    }
}
