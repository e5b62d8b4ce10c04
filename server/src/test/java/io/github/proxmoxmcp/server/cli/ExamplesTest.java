package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The examples and the commands in the documents are ones that this program understands.
class ExamplesTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|\\S+");
    private static final Set<String> VARIABLES =
            Set.of("PROXMOX_URL", "PROXMOX_TOKEN_FILE", "PROXMOX_FINGERPRINT", "PROXMOX_CA_FILE", "PROXMOX_MCP_ACCESS");

    @Test
    void everyClientStartsThisProgramInAWayThatItUnderstands() throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/clients"))) {
            for (Path file : files.toList()) {
                JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
                Stream.of("mcpServers", "servers", "context_servers")
                        .flatMap(section -> root.path(section).valueStream())
                        .forEach(entries::add);
            }
        }

        assertThat(entries).hasSizeGreaterThan(6).allSatisfy(entry -> {
            assertThat(entry.path("command").asString()).isEqualTo("/opt/proxmox-mcp/bin/proxmox-mcp");
            parse(entry.path("args").valueStream().map(JsonNode::asString).toList());
            assertThat(VARIABLES).containsAll(entry.path("env").propertyNames());
        });
    }

    @Test
    void everyCommandInTheDocumentsIsUnderstood() throws IOException {
        List<String> commands = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                commandsOf(page).forEach(commands::add);
            }
        }
        commandsOf(ROOT.resolve("README.md")).forEach(commands::add);

        assertThat(commands).hasSizeGreaterThan(15).allSatisfy(command -> parse(words(command)));
    }

    private static Stream<String> commandsOf(Path page) throws IOException {
        return SHELL.matcher(Files.readString(page))
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(String::strip)
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
        CommandLine line = ProxmoxMcp.line(new Program(Map.of()));
        line.parseArgs(arguments.stream()
                .map(argument -> argument.equals("--demo") ? "--demo=" : argument)
                .toArray(String[]::new));
    }
}
