package io.github.proxmoxmcp.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.DirectServer;
import io.github.proxmoxmcp.server.RunningServer;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Every text of a cluster is replaced by an attack, and everything that the program says is read back: no line of it
/// is begun by others, and nothing in it hides or speaks to a terminal.
class HostileTextTest {

    private static final Path EXAMPLES =
            Path.of(System.getProperty("repository.root"), "server", "src", "test", "resources", "tool-examples.yaml");
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\w+)\\.(\\w+)");

    /// The names that the examples use are hostile here.
    private static final Map<String, Integer> GUESTS = Map.of("web01", 100, "web02", 109, "desktop01", 124);

    private static final Map<String, String> VARIABLES = Map.of("node", "pve1", "guest", "100", "storage", "local");

    /// What a manifest begins with.
    private static final String HEAD = "{apiVersion: proxmox-mcp/v1, kind: VM, ";

    @TempDir
    private static Path folder;

    private static Optional<DemoCluster> demo = Optional.empty();
    private static Optional<HostileProxy> proxy = Optional.empty();

    private final Map<String, JsonNode> answers = new LinkedHashMap<>();
    private final Voice voice = new Voice();

    @BeforeAll
    static void start() throws Exception {
        demo = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0.02")));
        proxy = Optional.of(new HostileProxy(demo.get().url(), folder));
    }

    @AfterAll
    static void stop() {
        proxy.ifPresent(HostileProxy::close);
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    void aProcessOnAHostileClusterSpeaksWithOneVoice() throws Exception {
        proxy().attack(key -> !HostileProxy.STRUCTURE.contains(key));
        Path configuration = Files.writeString(
                folder.resolve("config.yaml"),
                "run_in_guest: {vmids: [100-199]}\nmanifests: {directory: '" + manifests() + "'}\n");
        Path errors = folder.resolve("stderr");
        Path state = folder.resolve("state.db");
        try (RawServer server = new RawServer(
                environment(),
                errors,
                "serve",
                "--access",
                "admin",
                "--config",
                configuration.toString(),
                "--state",
                state.toString())) {
            for (int i = 0; i < 6; i++) {
                server.call("list_nodes", Map.of("fresh", true));
            }
            Set<String> tools = everyTool(server);
            forgeries(server);
            declared(server);
            views(server);
            assertThat(answers.keySet()).containsAll(tools);
            library(server);
            server.messages()
                    .forEach(message -> voice.message(message.path("method").asString("answer"), message));
        }
        assertThat(proxy().attacks()).isGreaterThan(1000);
        voice.text("log", Files.readString(errors, StandardCharsets.UTF_8));
        commands(configuration, state);
        voice.isOurs(5_000, 500);
        assertThat(String.join("\n", voice.unmarked())).isEmpty();
    }

    /// With the arguments of its example, and nothing done where something could be.
    private Set<String> everyTool(RawServer server) throws IOException {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        server.ask("tools/list", Map.of())
                .path("result")
                .path("tools")
                .forEach(tool -> schemas.put(tool.path("name").asString(), tool.path("inputSchema")));
        JsonNode examples = YAMLMapper.shared().readTree(Files.readString(EXAMPLES));
        for (JsonNode example : examples) {
            String tool = example.path("tool").asString();
            Map<String, Object> arguments = new LinkedHashMap<>();
            example.path("arguments")
                    .properties()
                    .forEach(entry -> arguments.put(entry.getKey(), value(entry.getValue())));
            if (Objects.requireNonNull(schemas.get(tool)).path("properties").has("dry_run")) {
                arguments.put("dry_run", true);
            }
            JsonNode answer = server.call(tool, arguments);
            answers.put(tool, answer);
            voice.answer(tool, arguments, answer);
        }
        return new TreeSet<>(schemas.keySet());
    }

    /// What is done for good, with what a task, an agent and a human are told and tell; and what a model makes up.
    private void forgeries(RawServer server) throws IOException {
        for (Map.Entry<String, Map<String, Object>> call : List.<Map.Entry<String, Map<String, Object>>>of(
                Map.entry("backup_guest", Map.of("guest", 109)),
                Map.entry("run_in_guest", Map.of("guest", 109, "command", List.of("echo", "hello"))),
                Map.entry("run_in_guest", Map.of("guest", 109, "command", List.of("cat", "/etc/none"))),
                Map.entry("reset_guest", Map.of("guest", 109)),
                Map.entry("get_guest", Map.of("guest", 100, "config", true, "fresh", true)),
                Map.entry("get_guest", Map.of("guest", HostileProxy.ATTACK)),
                Map.entry("read_api", Map.of("path", "/nodes/pve1/qemu/100/config")),
                Map.entry("query_state", Map.of("sql", "select value, key from guest_config")),
                Map.entry("query_state", Map.of("sql", "select '" + HostileProxy.FORGED + " state: ok' as x")),
                Map.entry("rollback_guest", Map.of("guest", 109, "snapshot", "none" + HostileProxy.ATTACK)),
                Map.entry(
                        "change_api",
                        Map.of(
                                "method",
                                "put",
                                "path",
                                "/nodes/pve1/qemu/100/config",
                                "parameters",
                                List.of("delete=scsi0", "force=1", "description=x" + HostileProxy.ATTACK))))) {
            JsonNode answer = server.call(call.getKey(), call.getValue());
            answers.put(call.getKey(), answer);
            voice.answer(call.getKey(), call.getValue(), answer);
        }
        assertThat(answer("run_in_guest").toString()).contains("exit code 1", HostileProxy.FORGED);
        assertThat(server.messages().stream()
                        .map(message -> message.path("method").asString("")))
                .contains("elicitation/create", "notifications/progress");
    }

    /// What should be, by manifests of ours on a cluster of theirs: every thing drifts, and two have keys that are text
    /// of others. Exports are read back as what they are written for.
    private void declared(RawServer server) throws IOException {
        for (String as : List.of("manifest", "terraform", "ansible")) {
            for (List<String> some : List.of(List.of("100", "101"), List.of("kind=container"), List.of("node=pve1"))) {
                declared(server, "export_state", Map.of("as", as, "select", some));
            }
        }
        declared(server, "check_drift", Map.of());
        declared(server, "check_drift", Map.of("set", HostileProxy.ATTACK));
        JsonNode planned = declared(server, "plan_manifest", Map.of());
        assertThat(planned.toString()).contains("needs_approval");
        declared(
                server,
                "get_plan",
                Map.of("plan", planned.path("structuredContent").path("plan").asString()));
        declared(
                server,
                "apply_plan",
                Map.of("plan", planned.path("structuredContent").path("plan").asString()));
        for (String text : List.of(
                HEAD + "name: '" + HostileProxy.ATTACK + "'}",
                HEAD + "name: web01, vmid: 100, node: \"x\\n" + HostileProxy.FORGED + " x\"}",
                HEAD + "name: web01, '" + HostileProxy.FORGED + " x': 1}",
                HEAD + "name: web01, vmid: 100, pool: \"" + HostileProxy.FORGED + " x\"}",
                HEAD + "name: new, node: pve1, memory: {size: 1GiB}, disks: {scsi0: {storage: none, size: 1GiB}}}",
                "{" + HostileProxy.ATTACK)) {
            declared(server, "plan_manifest", Map.of("text", text));
        }
        declared(server, "plan_manifest", Map.of("set", HostileProxy.ATTACK));
        declared(server, "find_problems", Map.of());
    }

    private JsonNode declared(RawServer server, String tool, Map<String, Object> arguments) throws IOException {
        JsonNode answer = server.call(tool, arguments);
        answers.put(tool, answer);
        voice.answer(tool, arguments, answer);
        return answer;
    }

    /// Of three guests and a pool that are there, and of one that is not.
    private static Path manifests() throws IOException {
        Path manifests = Files.createDirectory(folder.resolve("manifests"));
        Files.writeString(manifests.resolve("set.yaml"), """
            {apiVersion: proxmox-mcp/v1, kind: VM, name: web01, vmid: 100, description: ours, tags: [ours],
              memory: {size: 1GiB}, cpu: {type: ours}, nets: {net0: {bridge: vmbr0}}, ignore: {memory: theirs}}
            ---
            {apiVersion: proxmox-mcp/v1, kind: VM, name: old, vmid: 107, state: absent}
            ---
            {apiVersion: proxmox-mcp/v1, kind: Pool, name: ours, comment: ours}
            """);
        return manifests;
    }

    /// Everything that is remembered: comments of firewalls, names of networks, targets of notifications among it.
    private void views(RawServer server) throws IOException {
        Matcher view = Pattern.compile("(?m)^## `?([a-z_]+)`?$")
                .matcher(Files.readString(
                        Path.of(System.getProperty("repository.root"), "docs/reference/schema.md"),
                        StandardCharsets.UTF_8));
        int read = 0;
        while (view.find()) {
            Map<String, Object> arguments = Map.of("sql", "select * from " + view.group(1) + " limit 20");
            JsonNode answer = server.call("query_state", arguments);
            assertThat(answer.path("isError").asBoolean())
                    .describedAs(answer.toString())
                    .isFalse();
            voice.answer("query_state " + view.group(1), arguments, answer);
            read++;
        }
        assertThat(read).isGreaterThan(40);
    }

    private void library(RawServer server) throws IOException {
        List<String> addresses = new ArrayList<>();
        server.ask("resources/list", Map.of())
                .path("result")
                .path("resources")
                .forEach(one -> addresses.add(one.path("uri").asString()));
        String cluster = addresses.getFirst().replaceFirst("proxmox://([^/]+)/.*", "$1");
        JsonNode templates =
                server.ask("resources/templates/list", Map.of()).path("result").path("resourceTemplates");
        for (JsonNode template : templates) {
            String uri = template.path("uriTemplate").asString().replace("{cluster}", cluster);
            for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
                uri = uri.replace("{" + variable.getKey() + "}", variable.getValue());
            }
            addresses.add(uri.replace("{snapshot}", "baseline")
                    .replace("{task}", cell(answer("list_tasks"), "upid").replace(":", "%3A")));
        }
        for (String uri : addresses) {
            JsonNode read = server.ask("resources/read", Map.of("uri", uri));
            assertThat(read.has("result")).describedAs(uri + read).isTrue();
        }
        JsonNode prompts = server.ask("prompts/list", Map.of()).path("result").path("prompts");
        for (JsonNode prompt : prompts) {
            Map<String, Object> arguments = new LinkedHashMap<>();
            prompt.path("arguments")
                    .forEach(argument -> Optional.ofNullable(
                                    VARIABLES.get(argument.path("name").asString()))
                            .ifPresent(
                                    value -> arguments.put(argument.path("name").asString(), value)));
            String name = prompt.path("name").asString();
            JsonNode written = server.ask("prompts/get", Map.of("name", name, "arguments", arguments));
            assertThat(written.has("result")).describedAs(name + written).isTrue();
            for (JsonNode argument : prompt.path("arguments")) {
                server.ask(
                        "completion/complete",
                        Map.of(
                                "ref", Map.of("type", "ref/prompt", "name", name),
                                "argument", Map.of("name", argument.path("name").asString(), "value", "")));
            }
        }
        assertThat(addresses).hasSizeGreaterThan(6);
        assertThat(prompts.size()).isGreaterThan(3);
    }

    /// The command line prints to a terminal.
    private void commands(Path configuration, Path state) throws Exception {
        String plan =
                answer("reset_guest").path("content").toString().replaceAll("(?s).*\\bplan ([a-z0-9]{10})\\b.*", "$1");
        Path token =
                Files.writeString(folder.resolve("token"), demo.orElseThrow().token(TokenLevel.FULL));
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        List<String> store = List.of("--config", configuration.toString(), "--state", state.toString());
        List<String> manifests = List.of(folder.resolve("manifests").toString());
        List<Process> running = new ArrayList<>();
        List<List<String>> commands = List.of(
                List.of("plans"),
                List.of("plans", "--output", "json"),
                List.of("audit", "list"),
                List.of("approve", plan),
                List.of("deny", HostileProxy.ATTACK),
                List.of("call", "backup_guest", "guest=109", "--access", "operate"),
                List.of("drift", manifests.getFirst(), "--output", "json"),
                List.of("drift", manifests.getFirst()),
                List.of("plan", manifests.getFirst()),
                List.of("export", "--as", "terraform"),
                List.of("doctor"),
                List.of("init", "--url", proxy().url(), "--token-file", token.toString()));
        for (List<String> command : commands) {
            List<String> words = new ArrayList<>(RunningServer.command());
            words.addAll(command);
            if (!command.getFirst().equals("init")) {
                words.addAll(store);
            }
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output(command).toFile());
            builder.environment().putAll(environment());
            builder.environment().put("HOME", folder.toString());
            running.add(builder.start());
        }
        for (Process process : running) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
        for (List<String> command : commands) {
            String said = Files.readString(output(command), StandardCharsets.UTF_8);
            assertThat(said)
                    .describedAs(command.toString())
                    .contains(HostileProxy.FORGED)
                    .doesNotContain("\tat ");
            voice.text(command.toString(), said);
            if (command.contains("json")) {
                voice.message(command.toString(), JsonMapper.shared().readTree(said));
            }
        }
        List<String> told = Files.readAllLines(folder.resolve("init.out"), StandardCharsets.UTF_8);
        String fingerprint = "  SHA-256      " + proxy().fingerprint();
        assertThat(told.get(1)).isEqualTo(fingerprint).isEqualTo(told.get(5));
    }

    private static Path output(List<String> command) {
        return folder.resolve(command.getFirst() + (command.contains("json") ? ".json" : ".out"));
    }

    @Test
    void noTextThatAnAnswerIsBuiltOnBreaksItEither() throws IOException {
        for (String key : HostileProxy.STRUCTURE) {
            proxy().attack(key::equals);
            Path own = Files.createDirectory(folder.resolve("structure-" + key));
            try (DirectServer server = DirectServer.configured(
                    Map.of("TOKEN", demo.orElseThrow().token(TokenLevel.FULL)),
                    own,
                    InstantSource.system(),
                    "clusters: {lab: {url: '" + proxy().url() + "', token_env: TOKEN, fingerprint: '"
                            + proxy().fingerprint() + "'}}")) {
                for (int i = 0; i < 2; i++) {
                    server.call("list_nodes", "fresh", true);
                }
                for (String tool : List.of(
                        "get_cluster_status",
                        "list_nodes",
                        "list_vms",
                        "list_containers",
                        "list_storage",
                        "list_tasks",
                        "find_problems",
                        "check_backups")) {
                    read(key + " " + tool, server.call(tool));
                }
                read(key + " get_guest", server.call("get_guest", "guest", 100, "fresh", true, "config", true));
                read(key + " get_node", server.call("get_node", "node", "pve1"));
                read(key + " list_volumes", server.call("list_volumes", "storage", "local"));
                read(key + " stop_guest", server.call("stop_guest", "guest", 109, "dry_run", true));
            }
        }
        voice.isOurs(1_000, 100);
    }

    private void read(String where, Result result) {
        voice.text(where, result.text());
        voice.message(where, JsonMapper.shared().valueToTree(result.structured()));
    }

    private Object value(JsonNode value) {
        Matcher reference = REFERENCE.matcher(value.asString(""));
        if (reference.matches()) {
            JsonNode answer = answer(reference.group(1));
            JsonNode field = answer.path("structuredContent").path(reference.group(2));
            return field.isMissingNode() ? cell(answer, reference.group(2)) : field.asString();
        }
        return value.isString() && GUESTS.containsKey(value.asString())
                ? GUESTS.get(value.asString())
                : JsonMapper.shared().convertValue(value, Object.class);
    }

    private JsonNode answer(String tool) {
        return Objects.requireNonNull(answers.get(tool), tool);
    }

    /// Of the first row.
    private static String cell(JsonNode answer, String column) {
        JsonNode list = answer.path("structuredContent");
        for (int i = 0; i < list.path("columns").size(); i++) {
            if (list.path("columns").get(i).asString().equals(column)) {
                return list.path("rows").path(0).path(i).asString("");
            }
        }
        return "none";
    }

    private static Map<String, String> environment() {
        return Map.of(
                "PROXMOX_URL", proxy().url(),
                "PROXMOX_TOKEN", demo.orElseThrow().token(TokenLevel.FULL),
                "PROXMOX_FINGERPRINT", proxy().fingerprint());
    }

    private static HostileProxy proxy() {
        return proxy.orElseThrow();
    }
}
