package io.github.proxmoxmcp.server.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Tools that ask the client in rounds, as MCP's conformance suite wants to find them.
final class ConformanceRounds {

    private static final Map<String, Object> ROOTS = Map.of();
    private static final Map<String, Object> SAMPLE = Map.of(
            "messages",
            List.of(Map.of("role", "user", "content", ConformanceFixtures.text("What is the capital of France?"))),
            "maxTokens",
            100);

    static final Map<String, Function<Client, List<Map<String, Object>>>> TOOLS = Map.of(
            "test_input_required_result_elicitation",
            ConformanceRounds::elicitation,
            "test_input_required_result_sampling",
            one("sampling/createMessage", SAMPLE),
            "test_input_required_result_list_roots",
            one("roots/list", ROOTS),
            "test_input_required_result_request_state",
            one("elicitation/create", form("ok", "boolean")),
            "test_input_required_result_tampered_state",
            one("elicitation/create", form("ok", "boolean")),
            "test_input_required_result_multiple_inputs",
            ConformanceRounds::several,
            "test_input_required_result_multi_round",
            ConformanceRounds::rounds,
            "test_input_required_result_capabilities",
            ConformanceRounds::whatItCan);

    private ConformanceRounds() {}

    static List<Map<String, Object>> elicitation(Client client) {
        Map<?, ?> reply = client.ask("user_name", "elicitation/create", form("name", "string"));
        return said("Hello, " + Messages.object(reply, "content").get("name") + "!");
    }

    private static Function<Client, List<Map<String, Object>>> one(String method, Map<String, Object> params) {
        return client -> said("The client said " + client.ask("asked", method, params));
    }

    private static List<Map<String, Object>> several(Client client) {
        if (client instanceof StatelessClient alone && alone.responses().size() >= 3) {
            return said("Three answers came.");
        }
        Map<String, Object> questions = new LinkedHashMap<>();
        questions.put("name", Map.of("method", "elicitation/create", "params", form("name", "string")));
        questions.put("capital", Map.of("method", "sampling/createMessage", "params", SAMPLE));
        questions.put("roots", Map.of("method", "roots/list", "params", ROOTS));
        throw new InputRequired(questions, "several");
    }

    private static List<Map<String, Object>> rounds(Client client) {
        String round = client.askedAbout().orElse("0");
        if (round.equals("2")) {
            return said("Both steps are done.");
        }
        String next = round.equals("0") ? "1" : "2";
        throw new InputRequired(
                Map.of("step" + next, Map.of("method", "elicitation/create", "params", form("name", "string"))), next);
    }

    /// Asks for that which the client says it can.
    private static List<Map<String, Object>> whatItCan(Client client) {
        try {
            return said("It said " + client.ask("form", "elicitation/create", form("name", "string")));
        } catch (Client.NoReply _) {
            return said("It said " + client.ask("sample", "sampling/createMessage", SAMPLE));
        }
    }

    static List<Map<String, Object>> needsSampling(Client client) {
        try {
            return said("It said " + client.ask("sample", "sampling/createMessage", SAMPLE));
        } catch (Client.NoReply _) {
            throw new JsonRpcError(
                    -32_021,
                    "The client must be able to sample",
                    Map.of("requiredCapabilities", Map.of("sampling", Map.of())));
        }
    }

    private static List<Map<String, Object>> said(String text) {
        return List.of(ConformanceFixtures.text(text));
    }

    private static Map<String, Object> form(String name, String type) {
        return Map.of(
                "mode",
                "form",
                "message",
                "Please fill it in.",
                "requestedSchema",
                Map.of("type", "object", "properties", Map.of(name, Map.of("type", type)), "required", List.of(name)));
    }
}
