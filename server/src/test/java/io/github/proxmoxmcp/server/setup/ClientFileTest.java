package io.github.proxmoxmcp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.file.PrivateFile;
import io.github.proxmoxmcp.server.WindowsFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// Other people's files: nothing in them is ever lost.
class ClientFileTest {

    private static final List<String> COMMAND = List.of("/opt/proxmox-mcp/bin/proxmox-mcp", "serve");

    @TempDir
    private Path home;

    @Test
    void addsItsEntryAndChangesNoOtherLine() throws IOException {
        String before = """
            {
                "theme": "dark",
                "zoom": 1.10,
                "big": 123456789012345678901234567890,
                "mcpServers": {
                    "files": {
                        "command": "npx",
                        "args": [
                            "-y"
                        ],
                        "unknown": null
                    }
                }
            }
            """;
        FileChange change = change(McpClient.CURSOR, before);

        assertThat(change.diff()).noneMatch(line -> line.startsWith("-"));
        assertThat(change.diff().stream().filter(line -> line.startsWith("+")))
                .containsExactly(
                        "+         },",
                        "+         \"proxmox\": {",
                        "+             \"command\": \"/opt/proxmox-mcp/bin/proxmox-mcp\",",
                        "+             \"args\": [",
                        "+                 \"serve\"",
                        "+             ]");
        assertThat(change.after()).contains("\"zoom\": 1.10", "123456789012345678901234567890", "\"unknown\": null");
    }

    @Test
    void keepsTheKeysThatSomebodyAddedToItsEntry() throws IOException {
        FileChange change = change(
                McpClient.CURSOR,
                "{\"mcpServers\": {\"proxmox\": {\"command\": \"old\", \"autoApprove\": [\"find\"]}}}");

        assertThat(change.after())
                .contains("autoApprove", "find", COMMAND.getFirst())
                .doesNotContain("\"old\"");
    }

    @Test
    void writesForVsCodeUnderItsOwnKey() {
        FileChange change = new ClientFile(McpClient.VS_CODE, place()).with("proxmox", COMMAND);

        assertThat(change.before()).isEmpty();
        assertThat(change.after())
                .contains("\"servers\"", "\"type\": \"stdio\"")
                .doesNotContain("mcpServers");
    }

    @ParameterizedTest
    @CsvSource({
        "CLAUDE_DESKTOP, claude_desktop_config.json",
        "CLAUDE_CODE, claude-code.mcp.json",
        "VS_CODE, vscode.mcp.json",
        "CURSOR, cursor.mcp.json",
        "GEMINI_CLI, gemini.settings.json",
        "QWEN_CODE, gemini.settings.json",
        "LM_STUDIO, cursor.mcp.json",
        "WINDSURF, cursor.mcp.json",
        "ZED, zed.settings.json",
        "OPENCODE, opencode.json"
    })
    void writesWhatTheExampleOfTheClientShows(McpClient client, String example) throws IOException {
        String shown = Files.readString(Path.of(System.getProperty("repository.root"), "examples", "clients", example));

        String written = new ClientFile(client, place())
                .snippet(
                        "proxmox",
                        List.of(
                                "/opt/proxmox-mcp/bin/proxmox-mcp",
                                "serve",
                                "--config",
                                "/home/me/.config/proxmox-mcp/config.yaml"));

        assertThat(JsonMapper.shared().readTree(written))
                .isEqualTo(JsonMapper.shared()
                        .readTree(shown.replace("${userHome}", "/home/me")
                                .replace("\"$schema\": \"https://opencode.ai/config.json\",", "")));
    }

    @Test
    void writesTheTableOfCodexAsItsExampleShows() throws IOException {
        Path example = Path.of(System.getProperty("repository.root"), "examples", "clients", "codex.config.toml");

        assertThat(new ClientFile(McpClient.CODEX, place())
                        .snippet(
                                "proxmox",
                                List.of(
                                        "/opt/proxmox-mcp/bin/proxmox-mcp",
                                        "serve",
                                        "--config",
                                        "/home/me/.config/proxmox-mcp/config.yaml")))
                .isEqualTo(Files.readString(example));
    }

    /// Zed's own settings, as they are when one has used it for a while.
    @Test
    void commentsOfOthersStayWhereTheyAre() throws IOException {
        String before = """
            // Zed settings
            {
              "theme": { "mode": "system", /* day */ "light": "One Light" },
              // mine
              "context_servers": {
                "files": {
                  "command": "npx", // from npm
                  "args": ["-y", "a // no comment"],
                },
              },
              "vim_mode": true,
            }
            """;
        FileChange change = change(McpClient.ZED, before);

        assertThat(change.diff()).noneMatch(line -> line.startsWith("-"));
        assertThat(change.diff().stream().filter(line -> line.startsWith("+")))
                .containsExactly(
                        "+     \"proxmox\": {",
                        "+       \"command\": \"/opt/proxmox-mcp/bin/proxmox-mcp\",",
                        "+       \"args\": [",
                        "+         \"serve\"",
                        "+       ],",
                        "+       \"env\": {}",
                        "+     },");
        change.write();
        assertThat(new ClientFile(McpClient.ZED, place())
                        .with("proxmox", COMMAND)
                        .changesNothing())
                .isTrue();
        assertThat(new ClientFile(McpClient.ZED, place()).started())
                .containsExactly(new ClientFile.Started("proxmox", "/opt/proxmox-mcp/bin/proxmox-mcp"));
        assertThatThrownBy(() -> new ClientFile(McpClient.ZED, place()).with("files", COMMAND))
                .hasMessageContaining("another entry 'files'");
    }

    @Test
    void aSectionIsMadeAmongComments() throws IOException {
        assertThat(change(McpClient.VS_CODE, "// nothing yet\n{\n}\n").after()).isEqualTo("""
            // nothing yet
            {
              "servers": {
                "proxmox": {
                  "type": "stdio",
                  "command": "/opt/proxmox-mcp/bin/proxmox-mcp",
                  "args": [
                    "serve"
                  ]
                }
              }
            }
            """);
        assertThat(change(McpClient.GEMINI_CLI, "{ // mine\n\t\"ui\": {\"theme\": \"GitHub\"}}")
                        .after())
                .startsWith("{\n\t\"mcpServers\": {\n")
                .endsWith("}, // mine\n\t\"ui\": {\"theme\": \"GitHub\"}}");
        assertThat(change(McpClient.OPENCODE, "{\"mcp\": {} /* none */}").after())
                .contains("\"command\": [", "\"enabled\": true", "} /* none */}");
    }

    /// What `codex` writes there by itself, with a table after ours.
    @Test
    void aTableOfTomlIsAddedAtTheEndAndReplacedWhereItIs() throws IOException {
        String before = """
            model = "gpt-5.5-codex" # best
            notify = ["notify-send", "Codex"]

            [projects."/home/me/a [b]"]
            trust_level = "trusted"

            [mcp_servers.files] # mine
            command = "npx"
            args = ["-y", "files"]
            """;
        String added = change(McpClient.CODEX, before).after();
        String again = change(
                        McpClient.CODEX,
                        added.replace("[\"serve\"]", "[\"serve\", \"--demo\"]\nenabled = true")
                                + "\n[mcp_servers.other]\nurl = \"https://example.org/mcp\"\n")
                .after();

        assertThat(added).isEqualTo(before + """

            [mcp_servers.proxmox]
            command = "/opt/proxmox-mcp/bin/proxmox-mcp"
            args = ["serve"]
            """);
        assertThat(again)
                .isEqualTo(added + "enabled = true\n\n[mcp_servers.other]\nurl = \"https://example.org/mcp\"\n");
        assertThat(change(McpClient.CODEX, again).changesNothing()).isTrue();
        assertThat(new ClientFile(McpClient.CODEX, place()).started())
                .containsExactly(new ClientFile.Started("proxmox", "/opt/proxmox-mcp/bin/proxmox-mcp"));
    }

    @Test
    void tomlOfAnotherFormIsLeftAsItIs() {
        for (String text : List.of(
                "mcp_servers = { proxmox = { command = \"x\" } }",
                "mcp_servers.proxmox.command = \"x\"",
                "prompt = \"\"\"\n[mcp_servers.proxmox]\n\"\"\"",
                "[mcp_servers.proxmox]\nurl = \"https://example.org/mcp\"")) {
            assertThatThrownBy(() -> change(McpClient.CODEX, text))
                    .describedAs(text)
                    .isInstanceOf(SetupException.class)
                    .hasMessageContaining("left as it is");
        }
    }

    @Test
    void doesNotTouchWhatItCannotRead() throws IOException {
        for (String text :
                List.of("{ / mine\n}", "{\"mcpServers\": [1]}", "[]", "{\"a\": 1, \"a\": 2}", "{} {}", "{\"a\":")) {
            assertThatThrownBy(() -> change(McpClient.CURSOR, text))
                    .describedAs(text)
                    .isInstanceOf(SetupException.class)
                    .hasMessageContaining("left as it is");
        }
    }

    @Test
    void keepsTheLastVersionAndWhatSomebodyElseKeptAndALinkALink() throws IOException {
        Path real = Files.writeString(home.resolve("dotfiles.json"), "{}");
        Path link = McpClient.CURSOR.file(place());
        Files.createDirectories(link.toAbsolutePath().getParent());
        Files.createSymbolicLink(link, real);
        Path theirs = Files.writeString(home.resolve("dotfiles.json.bak"), "theirs");

        new ClientFile(McpClient.CURSOR, place()).with("one", COMMAND).write();
        new ClientFile(McpClient.CURSOR, place()).with("two", COMMAND).write();

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(real)).contains("\"one\"", "\"two\"");
        assertThat(theirs).hasContent("theirs");
        assertThat(Files.readString(home.resolve("dotfiles.json.proxmox-mcp.bak")))
                .contains("one")
                .doesNotContain("two");
    }

    @Test
    void keepsTheOldAndWritesTheNewForTheOwnersEyesOnly() throws IOException {
        FileChange change =
                change(McpClient.CURSOR, "{\"mcpServers\": {\"other\": {\"env\": {\"TOKEN\": \"secret\"}}}}");
        Files.setPosixFilePermissions(change.file(), PosixFilePermissions.fromString("rw-r--r--"));

        Path kept = change.write().orElseThrow();

        assertThat(List.of(kept, change.file()))
                .extracting(file -> PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .containsOnly("rw-------");
    }

    @Test
    void keepsItForTheOwnersEyesOnlyWhereFilesHaveAccessLists() throws IOException {
        try (FileSystem windows = WindowsFiles.empty()) {
            Path file = Files.writeString(windows.getPath("C:\\work\\config.json"), "{}");
            WindowsFiles.allow(file, "BUILTIN\\Users", AclEntryPermission.READ_DATA);
            assertThat(PrivateFile.exposure(file)).isPresent();

            Path kept = new FileChange(file, Optional.of("{}"), "{\"new\": 1}")
                    .write()
                    .orElseThrow();

            assertThat(file).hasContent("{\"new\": 1}");
            assertThat(PrivateFile.exposure(file)).isEmpty();
            assertThat(PrivateFile.exposure(kept)).isEmpty();
        }
    }

    @Test
    void writesNothingWhenTheFileWasChangedMeanwhile() throws IOException {
        FileChange change = change(McpClient.CURSOR, "{}");
        Files.writeString(change.file(), "{\"mine\": 1}");

        assertThatThrownBy(change::write).isInstanceOf(SetupException.class);

        assertThat(Files.readString(change.file())).isEqualTo("{\"mine\": 1}");
    }

    private FileChange change(McpClient client, String before) throws IOException {
        Path file = client.file(place());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, before);
        return new ClientFile(client, place()).with("proxmox", COMMAND);
    }

    @Test
    void olderInstallationsOfLmStudioKeepItElsewhere() throws IOException {
        Path older = Files.createDirectories(home.resolve(".cache/lm-studio"));
        assertThat(McpClient.LM_STUDIO.file(place())).isEqualTo(older.resolve("mcp.json"));

        Path documented = Files.createDirectories(home.resolve(".lmstudio"));
        assertThat(McpClient.LM_STUDIO.file(place())).isEqualTo(documented.resolve("mcp.json"));
    }

    private McpClient.Place place() {
        return new McpClient.Place(home, "Linux", Map.of());
    }
}
