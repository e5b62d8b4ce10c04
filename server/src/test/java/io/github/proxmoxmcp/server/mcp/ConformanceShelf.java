package io.github.proxmoxmcp.server.mcp;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Resources and prompts as MCP's conformance suite wants to find them.
final class ConformanceShelf {

    private static final List<Map<String, Object>> RESOURCES = List.of(
            ConformanceFixtures.contents("test://static-text", "text/plain", "This is a static text resource."),
            ConformanceFixtures.binary(),
            ConformanceFixtures.contents("test://watched-resource", "text/plain", "This is watched."));

    private static final Map<String, List<String>> PROMPTS = Map.of(
            "test_simple_prompt", List.of(),
            "test_prompt_with_arguments", List.of("arg1", "arg2"),
            "test_prompt_with_embedded_resource", List.of("resourceUri"),
            "test_prompt_with_image", List.of(),
            "test_input_required_result_prompt", List.of());

    Object answer(String method, Map<String, @Nullable Object> params, Client client) {
        return switch (method) {
            case Listings.RESOURCES ->
                Map.of(
                        "resources",
                        RESOURCES.stream()
                                .map(one -> Map.of(
                                        "uri", one.get("uri"), "name", one.get("uri"), "mimeType", one.get("mimeType")))
                                .toList());
            case Listings.TEMPLATES ->
                Map.of(
                        "resourceTemplates",
                        List.of(Map.of(
                                "uriTemplate",
                                "test://template/{id}/data",
                                "name",
                                "template",
                                "mimeType",
                                "application/json")));
            case "resources/read" ->
                Map.of("contents", List.of(read(Messages.text(params, "uri").orElse(""))));
            case Listings.PROMPTS ->
                Map.of(
                        "prompts",
                        PROMPTS.entrySet().stream()
                                .map(prompt -> Map.of(
                                        "name",
                                        prompt.getKey(),
                                        "description",
                                        "A fixture of the conformance suite.",
                                        "arguments",
                                        prompt.getValue().stream()
                                                .map(name -> Map.of("name", name, "required", true))
                                                .toList()))
                                .toList());
            case "prompts/get" -> Map.of("messages", messages(params, client));
            case "completion/complete" ->
                Map.of(
                        "completion",
                        Map.of(
                                "values",
                                Stream.of("paris", "park", "test")
                                        .filter(word -> word.startsWith(
                                                Messages.text(Messages.object(params, "argument"), "value")
                                                        .orElse("")))
                                        .toList(),
                                "hasMore",
                                false));
            default -> throw JsonRpcError.unknownMethod(method);
        };
    }

    private static Map<String, Object> read(String uri) {
        if (uri.matches("test://template/[^/]+/data")) {
            return ConformanceFixtures.contents(
                    uri, "application/json", uri.replaceFirst("test://template/(.*)/data", "{\"id\":\"$1\"}"));
        }
        return RESOURCES.stream()
                .filter(one -> uri.equals(one.get("uri")))
                .findFirst()
                .orElseThrow(() -> new JsonRpcError(JsonRpcError.RESOURCE_NOT_FOUND, "There is no resource " + uri));
    }

    private static List<Map<String, Object>> messages(Map<String, @Nullable Object> params, Client client) {
        Map<?, ?> given = Messages.object(params, "arguments");
        List<Map<String, Object>> content = switch (Messages.text(params, "name")
                .orElse("")) {
            case "test_simple_prompt" -> List.of(ConformanceFixtures.text("This is a simple prompt."));
            case "test_prompt_with_arguments" ->
                List.of(ConformanceFixtures.text("arg1='" + given.get("arg1") + "', arg2='" + given.get("arg2") + "'"));
            case "test_prompt_with_embedded_resource" ->
                List.of(
                        ConformanceFixtures.embedded(
                                String.valueOf(given.get("resourceUri")), "text/plain", "Embedded."),
                        ConformanceFixtures.text("Please process the embedded resource above."));
            case "test_prompt_with_image" ->
                List.of(ConformanceFixtures.image(), ConformanceFixtures.text("Please look at the image."));
            case "test_input_required_result_prompt" -> ConformanceRounds.elicitation(client);
            default -> throw new JsonRpcError(JsonRpcError.INVALID_PARAMS, "There is no such prompt");
        };
        return content.stream()
                .map(one -> Map.<String, Object>of("role", "user", "content", one))
                .toList();
    }
}
