package io.github.proxmoxmcp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Files that `init` finds where it wants to write: whatever is in them, they are left as they are, or only our entry
/// is added.
class HostileFilesTest {

    private static final List<String> COMMAND = List.of("/opt/proxmox-mcp/bin/proxmox-mcp", "serve");
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    @TempDir
    private Path home;

    static List<String> json() {
        return List.of(
                "\uFEFF{}",
                "[".repeat(100_000),
                "{\"a\":".repeat(50_000),
                "{\"mcpServers\": null}",
                "{\"mcpServers\": \"x\"}",
                "{\"mcpServers\": {\"proxmox\": \"x\"}}",
                "{\"mcpServers\": {\"proxmox\": [1]}}",
                "{\"mcpServers\": {\"proxmox\": {\"command\": {\"x\": 1}, \"env\": {\"LD_PRELOAD\": \"/x\"}}}}",
                "{\"mcpServers\": {\"a\": 1, \"a\": 2}}",
                "{\"__proto__\": {\"x\": 1}, \"constructor\": {}}",
                "{\"a\": \"\\u0000\\ud800\\u202e\"}",
                "{\"a\": 1e999, \"c\": 1e-999}",
                "{\"a\": 1e999999999}",
                "{\"a\": NaN}",
                "{'a': 1}",
                "{\"a\": 1} // {",
                "// only this",
                "/* not closed",
                "{ /* \"mcpServers\": { */ \"a\": \"// no comment\" }",
                "{ \"a\": \"\\\"mcpServers\\\": {\", // \"mcpServers\": {\n }",
                "{ // \u001b[2J\u001b]0;owned\u0007\n \"mcpServers\": {} }",
                "{\r\n  \"a\": 1,\r\n}",
                "{\u2028\"a\": 1}",
                "\u0000",
                "{}\u0000");
    }

    @ParameterizedTest
    @MethodSource("json")
    void ofJsonAllStays(String text) throws IOException {
        Path file = written(McpClient.CURSOR, text);

        FileChange change;
        try {
            change = new ClientFile(McpClient.CURSOR, place()).with("proxmox", COMMAND);
        } catch (SetupException e) {
            assertThat(e).hasMessageContaining("left as it is");
            assertThat(file).hasContent(text);
            return;
        }
        JsonNode before = LENIENT.readTree(text.isBlank() ? "{}" : text);
        JsonNode after = LENIENT.readTree(change.after());
        assertThat(after.at("/mcpServers/proxmox/command").asString()).isEqualTo(COMMAND.getFirst());
        // 1e3 may become 1000.
        assertThat(without(after)
                        .equals(
                                (one, other) -> one.isNumber() && other.isNumber()
                                        ? one.decimalValue().compareTo(other.decimalValue())
                                        : one.equals(other) ? 0 : 1,
                                without(before)))
                .describedAs(change.after())
                .isTrue();
    }

    private static JsonNode without(JsonNode root) {
        if (root.path("mcpServers") instanceof ObjectNode servers) {
            servers.remove("proxmox");
            if (servers.isEmpty()) {
                ((ObjectNode) root).remove("mcpServers");
            }
        }
        return root;
    }

    static List<String> toml() {
        return List.of(
                "[mcp_servers.proxmox]\n[mcp_servers.proxmox]\n",
                "mcp_servers = { proxmox = { command = \"x\" } }\n",
                "mcp_servers.proxmox.command = \"x\"\n",
                "[\"mcp_servers\".\"proxmox\"]\ncommand = \"x\"\n",
                "[ mcp_servers . proxmox ]\ncommand = \"x\"\n",
                "note = \"\"\"\n[mcp_servers.proxmox]\n\"\"\"\n",
                "note = '''\n[mcp_servers.proxmox]\ncommand = \"theirs\"\n'''\nlast = 1\n",
                "[[mcp_servers.proxmox]]\ncommand = \"x\"\n",
                "[mcp_servers]\nproxmox = 1\n",
                "\uFEFF[a]\nb = 1\n",
                "[a]\r\nb = 1\r\n");
    }

    /// No parser of TOML is at hand: no line that was there is lost, unless it is of our own table.
    @ParameterizedTest
    @MethodSource("toml")
    void ofTomlEachLineStays(String text) throws IOException {
        Path file = written(McpClient.CODEX, text);
        try {
            FileChange change = new ClientFile(McpClient.CODEX, place()).with("proxmox", COMMAND);
            assertThat(change.after().lines().toList()).containsAll(text.lines().toList());
        } catch (SetupException e) {
            assertThat(e).hasMessageContaining("left as it is");
            assertThat(file).hasContent(text);
        }
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoFileIsLeftAsItIs() throws Exception {
        Path file = McpClient.CURSOR.file(place());
        Files.createDirectories(file);
        refused();
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor(10, TimeUnit.SECONDS))
                .isTrue();
        refused();
        Files.delete(file);
        Files.write(file, new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'});
        refused();
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        refused();
    }

    @Test
    void aLinkThatLeadsNowhereAndAFolderThatIsClosedLoseNothing() throws IOException {
        Path file = McpClient.CURSOR.file(place());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path nowhere = home.resolve("nowhere/else.json");
        Files.createSymbolicLink(file, nowhere);

        new ClientFile(McpClient.CURSOR, place()).with("proxmox", COMMAND).write();

        assertThat(Files.readString(file, StandardCharsets.UTF_8)).contains(COMMAND.getFirst());
        assertThat(nowhere).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private void refused() {
        assertThatThrownBy(() -> new ClientFile(McpClient.CURSOR, place()).with("proxmox", COMMAND))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("left as it is");
    }

    private Path written(McpClient client, String text) throws IOException {
        Path file = client.file(place());
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.writeString(file, text);
    }

    private McpClient.Place place() {
        return new McpClient.Place(home, "Linux", Map.of());
    }
}
