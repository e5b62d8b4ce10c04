package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiDocTest {
    @Test
    void theSchemaCanBeCutOutAndListsWhatIsImplemented() throws IOException {
        try (var cluster = DemoCluster.start(new DemoSettings(1, 1, 1));
                var client = RawClient.connect(cluster)) {
            var script = client.send("GET", "/pve-docs/api-viewer/apidoc.js", Map.of(), "")
                    .body();

            var schema = JsonMapper.builder().build().readTree(cut(script));
            var methods = new TreeSet<String>();
            schema.forEach(node -> collect(node, methods));

            assertThat(script).startsWith("const apiSchema = [").contains("let method2cmd");
            assertThat(methods)
                    .hasSizeGreaterThan(60)
                    .contains(
                            "GET /version",
                            "GET /cluster/resources",
                            "PUT /nodes/{node}/qemu/{vmid}/config",
                            "POST /nodes/{node}/lxc/{vmid}/status/shutdown",
                            "DELETE /nodes/{node}/tasks/{upid}");
            var config = schema.findParents("leaf").stream()
                    .filter(node -> node.path("path").asString().equals("/nodes/{node}/qemu/{vmid}/config"))
                    .findFirst()
                    .orElseThrow()
                    .at("/info/PUT");
            assertThat(config.at("/parameters/properties/cores/minimum").asInt())
                    .isEqualTo(1);
            assertThat(config.at("/parameters/properties/vmid").has("optional")).isFalse();
            assertThat(config.at("/permissions/check/1").asString()).isEqualTo("/vms/{vmid}");
        }
    }

    /// By matching brackets outside of strings, as a client has to.
    private static String cut(String script) {
        int start = script.indexOf('[');
        int depth = 0;
        boolean inString = false;
        for (int at = start; at < script.length(); at++) {
            char next = script.charAt(at);
            if (next == '\\') {
                at++;
            } else if (next == '"') {
                inString = !inString;
            } else if (!inString && next == '[') {
                depth++;
            } else if (!inString && next == ']' && --depth == 0) {
                return script.substring(start, at + 1);
            }
        }
        throw new IllegalStateException("the brackets do not match");
    }

    private static void collect(JsonNode node, Set<String> methods) {
        node.path("info")
                .propertyNames()
                .forEach(method -> methods.add(method + " " + node.path("path").asString()));
        assertThat(node.path("leaf").asInt()).isEqualTo(node.has("children") ? 0 : 1);
        node.path("children").forEach(child -> collect(child, methods));
    }
}
