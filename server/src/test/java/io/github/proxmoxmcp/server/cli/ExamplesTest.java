package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The examples and the commands in the documents are ones that this program understands.
class ExamplesTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");
    private static final Set<String> VARIABLES =
            Set.of("PROXMOX_URL", "PROXMOX_TOKEN_FILE", "PROXMOX_FINGERPRINT", "PROXMOX_CA_FILE", "PROXMOX_MCP_ACCESS");

    @Test
    void everyClientStartsThisProgramInAWayThatItUnderstands() throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/clients"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                JsonNode root = JsonMapper.shared().readTree(file.toString().endsWith(".toml") ? table(text) : text);
                Stream.of("mcpServers", "servers", "context_servers", "mcp")
                        .flatMap(section -> root.path(section).valueStream())
                        .forEach(entries::add);
            }
        }

        assertThat(entries).hasSizeGreaterThan(7).allSatisfy(entry -> {
            if (entry.has("url")) {
                assertThat(entry.path("url").asString()).isEqualTo("https://mcp.example.org/mcp");
                assertThat(entry.path("headers").path("Authorization").asString())
                        .startsWith("Bearer pmcp_");
                return;
            }
            List<String> command = Stream.of("command", "args")
                    .map(entry::path)
                    .flatMap(part -> part.isArray() ? part.valueStream() : Stream.of(part))
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .toList();
            if (command.getFirst().equals("npx")) {
                assertThat(command).contains("mcp-remote", "https://mcp.example.org/mcp");
                return;
            }
            assertThat(command.getFirst()).isEqualTo("/opt/proxmox-mcp/bin/proxmox-mcp");
            parse(command.subList(1, command.size()));
            assertThat(VARIABLES).containsAll(entry.path("env").propertyNames());
        });
    }

    /// The one table of Codex's file: its values are written as in JSON.
    private static String table(String toml) {
        return toml.lines()
                .skip(1)
                .map(line -> line.replaceFirst("(\\w+) = ", "\"$1\": "))
                .collect(Collectors.joining(",", "{\"mcpServers\": {\"proxmox\": {", "}}}"));
    }

    @Test
    void everyCommandInTheDocumentsIsUnderstood() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path page : pages()) {
            commandsOf(page).forEach(commands::add);
        }

        assertThat(commands).hasSizeGreaterThan(15).allSatisfy(command -> parse(words(command)));
    }

    @Test
    void everyCommandThatIsNamedInPassingExists() throws IOException {
        List<String> named = new ArrayList<>();
        for (Path page : pages()) {
            named.addAll(found("`proxmox-mcp ([^`]+)`", page));
        }
        try (Stream<Path> sources = Files.walk(ROOT.resolve("server/src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                named.addAll(found("'proxmox-mcp ([^'\"]+)'", source));
            }
        }

        // Forms are no commands: `call TOOL [key=value …]`.
        named.removeIf(command -> command.matches(".*[\\[|…].*"));

        assertThat(named).hasSizeGreaterThan(40).allSatisfy(command -> {
            try {
                parse(words("proxmox-mcp " + command));
            } catch (CommandLine.MissingParameterException _) {
                // It is about the command, and what it is given does not matter there.
            }
        });
    }

    @Test
    void everyCallOnTheDemoClusterIsAnswered() throws IOException {
        Set<String> calls = new LinkedHashSet<>();
        for (Path page : pages()) {
            commandsOf(page)
                    .filter(command -> command.startsWith("proxmox-mcp call ") && command.endsWith(" --demo"))
                    .forEach(calls::add);
        }

        assertThat(calls).hasSizeGreaterThan(2).allSatisfy(call -> {
            StringWriter said = new StringWriter();
            CommandLine line = ProxmoxMcp.line(new Program(Map.of()))
                    .setOut(new PrintWriter(said))
                    .setErr(new PrintWriter(said));
            List<String> words = words(call);

            int status = line.execute(Stream.concat(
                            words.subList(0, words.size() - 1).stream(), Stream.of("--demo=nodes=2,guests=12,pace=0"))
                    .toArray(String[]::new));

            assertThat(status).describedAs(said.toString()).isZero();
            assertThat(said.toString()).startsWith("as of ");
        });
    }

    @Test
    void everyConfigurationIsRead(@TempDir Path home) throws IOException {
        Path token = Files.writeString(home.resolve("token"), "joe@pve!mcp=0b6d9b2e");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Path address = Files.writeString(home.resolve("address"), "https://hooks.example.org/T000/B000/xyz");
        Files.setPosixFilePermissions(address, PosixFilePermissions.fromString("rw-------"));
        List<String> configurations = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/deploy"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
                configurations.add(Files.readString(file));
            }
        }
        for (Path page : pages()) {
            configurations.addAll(found("(?s)```yaml\n(.*?)\n *```", page));
        }

        assertThat(configurations).hasSizeGreaterThan(7).allSatisfy(yaml -> {
            Path file = Files.writeString(
                    home.resolve("config.yaml"),
                    yaml.stripIndent()
                            .replaceAll("(token|secret)_file: \\S+", "$1_file: " + token)
                            .replaceAll("url_file: \\S+", "url_file: " + address)
                            .replace("AA:BB:…", "AB:".repeat(31) + "AB"));
            Map<String, String> environment =
                    Map.of("PROXMOX_MCP_CONFIG", file.toString(), "HOME_TOKEN", "a@pve!b=c", "WORK_TOKEN", "a@pve!b=c");

            assertThatCode(() -> new ConfigurationReader(environment, home).read(CommandSettings.none()))
                    .doesNotThrowAnyException();
        });
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            files.filter(file -> file.toString().endsWith(".md")), Stream.of(ROOT.resolve("README.md")))
                    .toList();
        }
    }

    private static List<String> found(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Stream<String> commandsOf(Path page) throws IOException {
        return SHELL.matcher(Files.readString(page))
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(line -> line.strip().replaceFirst("^sudo ", ""))
                .filter(line -> line.startsWith("proxmox-mcp "))
                .map(line -> line.replaceFirst("\\s+#.*", ""));
    }

    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .skip(1)
                .map(word -> word.group().replaceAll("[\"']", ""))
                .toList();
    }

    private static void parse(List<String> arguments) {
        CommandLine line = ProxmoxMcp.line(new Program(Map.of())).setCaseInsensitiveEnumValuesAllowed(true);
        line.parseArgs(arguments.stream()
                .map(argument -> argument.equals("--demo") ? "--demo=" : argument)
                .toArray(String[]::new));
    }
}
