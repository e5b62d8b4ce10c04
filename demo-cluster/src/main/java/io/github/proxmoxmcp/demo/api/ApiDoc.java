package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.PathTree;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Route;
import tools.jackson.databind.node.ObjectNode;

/// Writes `apidoc.js` from the declared endpoints: the schema as every Proxmox node serves it, for what is implemented
/// here.
final class ApiDoc {
    private ApiDoc() {}

    static String write(PathTree tree) {
        var schema = DemoJson.array();
        tree.children().forEach(child -> schema.add(node(child)));
        return "const apiSchema = " + DemoJson.string(schema) + "\n;\n\nlet method2cmd = { GET: 'get', POST: 'create',"
                + " PUT: 'set', DELETE: 'delete' };\n";
    }

    private static ObjectNode node(PathTree place) {
        var node = DemoJson.object()
                .put("path", place.path())
                .put("text", place.segment())
                .put("leaf", place.children().isEmpty() ? 1 : 0);
        var info = node.putObject("info");
        place.methods().forEach((method, endpoint) -> info.set(method, method(endpoint)));
        if (!place.children().isEmpty()) {
            var children = node.putArray("children");
            place.children().forEach(child -> children.add(node(child)));
        }
        return node;
    }

    private static ObjectNode method(Route endpoint) {
        var json = DemoJson.object()
                .put("method", endpoint.method())
                .put("name", endpoint.name())
                .put("description", endpoint.description())
                .put("allowtoken", 1);
        if (endpoint.answeredByNode()) {
            json.put("proxyto", "node");
        }
        var parameters = json.putObject("parameters").put("additionalProperties", 0);
        if (!endpoint.params().isEmpty()) {
            var properties = parameters.putObject("properties");
            endpoint.params().forEach(param -> properties.set(param.name(), param(param)));
        }
        json.putObject("returns").put("type", endpoint.returns());
        json.set("permissions", permissions(endpoint.permit()));
        return json;
    }

    private static ObjectNode param(Param param) {
        var json = DemoJson.object().put("type", param.type().label()).put("description", param.description());
        if (param.type() == Param.Type.ARRAY) {
            json.putObject("items").put("type", "string");
        }
        if (param.optional()) {
            json.put("optional", 1);
        }
        if (!param.choices().isEmpty()) {
            var choices = json.putArray("enum");
            param.choices().forEach(choices::add);
        }
        param.least().ifPresent(least -> json.put("minimum", least));
        param.most().ifPresent(most -> json.put("maximum", most));
        param.maxLength().ifPresent(most -> json.put("maxLength", most));
        param.format().ifPresent(format -> json.put("format", format.label()));
        return json.put("typetext", "<" + param.type().label() + ">");
    }

    private static ObjectNode permissions(Permit permit) {
        var json = DemoJson.object();
        if (permit.isForEverybody()) {
            json.put("user", "all");
        } else {
            var check = json.putArray("check").add("perm").add(permit.path());
            var privileges = check.addArray();
            permit.anyOf().forEach(privileges::add);
            if (permit.anyOf().size() > 1) {
                check.add("any").add(1);
            }
        }
        return permit.description().isEmpty() ? json : json.put("description", permit.description());
    }
}
