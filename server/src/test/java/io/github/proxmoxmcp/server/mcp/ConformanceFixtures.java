package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.persistence.session.SessionStore;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Clients of the server as it is, with what MCP's conformance suite wants to find in one: kinds of content and
/// requests to the client that no tool, resource or prompt of ours has, but that our transports must carry.
public final class ConformanceFixtures implements Methods {

    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
    private static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==";

    private static final Map<String, Object> IMAGE = Map.of("type", "image", "data", PNG, "mimeType", "image/png");
    private static final Map<String, Object> AUDIO = Map.of("type", "audio", "data", WAV, "mimeType", "audio/wav");
    private static final Map<String, Object> NO_ARGUMENTS = Map.of("type", "object");

    private final ToolAnswers ours;
    private final List<Object> tools = new ArrayList<>();
    private final Map<String, Function<Client, List<Map<String, Object>>>> runs = new LinkedHashMap<>();
    private final ConformanceShelf shelf = new ConformanceShelf();

    private ConformanceFixtures(ToolRegistry registry) {
        ours = new ToolAnswers(() -> registry, (_, _, _) -> {});
        registry.tools().forEach(tool -> tools.add(Listings.listed(tool)));
        Map<String, Object> embedded = embedded("test://embedded-resource", "text/plain", "This is embedded.");
        Map<String, Object> mixed =
                embedded("test://mixed-content-resource", "application/json", "{\"test\":\"data\"}");
        add("test_image_content", NO_ARGUMENTS, _ -> List.of(IMAGE));
        add("test_audio_content", NO_ARGUMENTS, _ -> List.of(AUDIO));
        add("test_embedded_resource", NO_ARGUMENTS, _ -> List.of(embedded));
        add("test_multiple_content_types", NO_ARGUMENTS, _ -> List.of(text("Several kinds:"), IMAGE, mixed));
        add("test_tool_with_logging", NO_ARGUMENTS, ConformanceFixtures::log);
        add("test_logging_tool", NO_ARGUMENTS, _ -> List.of(text("Nothing was logged, as nobody wants it.")));
        add("test_sampling", ConformanceForms.PROMPT, ConformanceFixtures::sample);
        add("test_elicitation_sep1034_defaults", NO_ARGUMENTS, ask(ConformanceForms.DEFAULTS));
        add("test_elicitation_sep1330_enums", NO_ARGUMENTS, ask(ConformanceForms.ENUMS));
        add("json_schema_2020_12_tool", ConformanceForms.SCHEMA_2020_12, _ -> List.of(text("It is listed.")));
        add("test_missing_capability", NO_ARGUMENTS, ConformanceRounds::needsSampling);
        add("test_streaming_elicitation", NO_ARGUMENTS, ConformanceRounds::elicitation);
        ConformanceRounds.TOOLS.forEach((name, run) -> add(name, NO_ARGUMENTS, run));
    }

    /// @param tools those that ours can be like
    public static WebSessions sessions(
            ToolRegistry tools, Supplier<SessionStore> kept, InstantSource clock, String instructions) {
        byte[] key = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
        return new WebSessions(
                _ -> new ConformanceFixtures(tools),
                new ServerIdentity("1", instructions),
                new RequestStates(() -> key, clock),
                kept,
                new WebSessions.Limits(1_000, Duration.ofMinutes(30)),
                clock);
    }

    private void add(String name, Map<String, Object> input, Function<Client, List<Map<String, Object>>> run) {
        tools.add(Map.of("name", name, "description", "A fixture of the conformance suite.", "inputSchema", input));
        runs.put(name, run);
    }

    private static List<Map<String, Object>> log(Client client) {
        Stream.of("Tool execution started", "Tool processing data", "Tool execution completed")
                .forEach(line -> client.tell("notifications/message", Map.of("level", "info", "data", line)));
        return List.of(text("Three lines were logged."));
    }

    private static List<Map<String, Object>> sample(Client client) {
        Map<?, ?> said = client.ask(
                "sampled",
                "sampling/createMessage",
                Map.of(
                        "messages",
                        List.of(Map.of("role", "user", "content", text("Say something."))),
                        "maxTokens",
                        100));
        return List.of(text(String.valueOf(said.get("content"))));
    }

    private static Function<Client, List<Map<String, Object>>> ask(Map<String, Object> form) {
        return client -> List.of(text("Elicitation completed: "
                + client.ask(
                        "form",
                        Elicitation.METHOD,
                        Map.of("message", "Please fill in the form.", "requestedSchema", form))));
    }

    @Override
    public Object answer(String method, Map<String, @Nullable Object> params, Client client) {
        if (method.equals(Listings.TOOLS)) {
            return Map.of("tools", tools);
        }
        if (!method.equals(Messages.TOOLS_CALL)) {
            return shelf.answer(method, params, client);
        }
        Optional<Function<Client, List<Map<String, Object>>>> fixture =
                Messages.text(params, "name").flatMap(name -> Optional.ofNullable(runs.get(name)));
        return fixture.isPresent()
                ? Map.of("content", fixture.get().apply(client), "isError", false)
                : ours.call(params, client);
    }

    @Override
    public boolean isReady(String list) {
        return false;
    }

    @Override
    public boolean acts(String tool) {
        return false;
    }

    @Override
    public void subscribe(Subscriptions.Subscriber subscriber, String uri) {
        // Nothing here ever changes.
    }

    @Override
    public void unsubscribe(Subscriptions.Subscriber subscriber, String uri) {
        // Nothing was subscribed to.
    }

    static Map<String, Object> text(String text) {
        return Map.of("type", "text", "text", text);
    }

    static Map<String, Object> image() {
        return IMAGE;
    }

    static Map<String, Object> binary() {
        return Map.of("uri", "test://static-binary", "mimeType", "image/png", "blob", PNG);
    }

    static Map<String, Object> embedded(String uri, String mimeType, String text) {
        return Map.of("type", "resource", "resource", contents(uri, mimeType, text));
    }

    static Map<String, Object> contents(String uri, String mimeType, String text) {
        return Map.of("uri", uri, "mimeType", mimeType, "text", text);
    }
}
