package io.github.proxmoxmcp.client.catalogue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the script that a node serves from the schema as it lies beside the repository.
final class ApiSchemaScript {

    private ApiSchemaScript() {}

    static String of(JsonNode schema) {
        JsonMapper mapper = new JsonMapper();
        ArrayNode children = mapper.createArrayNode();
        schema.properties().forEach(path -> {
            ObjectNode node = children.addObject();
            node.put("leaf", 1).put("path", path.getKey()).set("info", path.getValue());
        });
        ArrayNode root = mapper.createArrayNode();
        root.addObject().put("leaf", 0).put("path", "").set("children", children);
        return "const apiSchema = " + root.toPrettyString() + "\n;\nExt.onReady(function() { });\n";
    }
}
