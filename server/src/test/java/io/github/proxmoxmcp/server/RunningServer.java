package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.server.mcp.ToolClient;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/// The server as a process of its own, and a real MCP client of it over standard input and output.
public final class RunningServer implements AutoCloseable {

    private final ToolClient client;
    private final List<String> progress;
    private final JsonSchemaValidator validator = new DefaultJsonSchemaValidator();

    private RunningServer(ToolClient client, List<String> progress) {
        this.client = client;
        this.progress = progress;
    }

    /// Follows a demo cluster with its state in `folder`.
    public static RunningServer of(DemoCluster demo, TokenLevel level, Path folder, String... options) {
        return start(environment(demo, level), folder, options);
    }

    public static RunningServer start(Map<String, String> environment, Path folder, String... options) {
        return start(environment, folder, Optional.empty(), options);
    }

    /// With a human who is asked for a yes: given the question, fills in the form or declines it (empty).
    public static RunningServer start(
            Map<String, String> environment,
            Path folder,
            Optional<Function<String, Optional<Map<String, Object>>>> human,
            String... options) {
        List<String> progress = new CopyOnWriteArrayList<>();
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of("serve", "--state", EmptyStore.in(folder).toString()));
        command.addAll(List.of(options));
        return new RunningServer(ToolClient.start(command, environment, progress::add, human), progress);
    }

    /// The program on the class path of the tests.
    public static List<String> command() {
        return Stream.of(List.of(java()), CachedProgram.options(), List.of("io.github.proxmoxmcp.server.Main"))
                .flatMap(List::stream)
                .toList();
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public static Map<String, String> environment(DemoCluster demo, TokenLevel level) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PROXMOX_URL", demo.url().toString());
        environment.put("PROXMOX_TOKEN", demo.token(level));
        environment.put("PROXMOX_FINGERPRINT", demo.fingerprint());
        return environment;
    }

    public List<String> tools() {
        return client.tools();
    }

    /// Messages of the progress notifications so far.
    public List<String> progress() {
        return progress;
    }

    /// Calls a tool with `key, value, key, value, …`; fails when the answer is not what the tool's schema promises.
    public ToolClient.Result call(String tool, Object... pairs) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            arguments.put((String) pairs[i], pairs[i + 1]);
        }
        ToolClient.Result result = client.call(tool, arguments);
        if (!result.failed()) {
            JsonSchemaValidator.ValidationResponse validity =
                    validator.validate(client.outputSchema(tool), result.structured());
            assertThat(validity.valid())
                    .describedAs("%s: %s", tool, validity.errorMessage())
                    .isTrue();
            // The schemas tell only what is always there, and do not spell that out in `required`.
            assertThat(new ArrayList<Object>(result.structured().keySet()))
                    .describedAs(tool)
                    .containsAll(properties(client.outputSchema(tool)));
        }
        return result;
    }

    private static Set<?> properties(Map<String, Object> schema) {
        return schema.get("properties") instanceof Map<?, ?> properties ? properties.keySet() : Set.of();
    }

    @Override
    public void close() {
        client.close();
    }
}
