package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.config.ConfigurationDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The MCP clients whose configuration this program can write, and where each keeps it.
public enum McpClient {
    CLAUDE_DESKTOP("claude-desktop", "Claude Desktop", "mcpServers"),
    CLAUDE_CODE("claude-code", "Claude Code", "mcpServers"),
    VS_CODE("vscode", "VS Code", "servers"),
    CURSOR("cursor", "Cursor", "mcpServers"),
    GEMINI_CLI("gemini", "Gemini CLI", "mcpServers"),
    CODEX("codex", "Codex", "mcp_servers"),
    OPENCODE("opencode", "opencode", "mcp"),
    QWEN_CODE("qwen", "Qwen Code", "mcpServers"),
    LM_STUDIO("lmstudio", "LM Studio", "mcpServers"),
    ZED("zed", "Zed", "context_servers"),
    WINDSURF("windsurf", "Windsurf", "mcpServers");

    private final String id;
    private final String title;
    private final String section;

    McpClient(String id, String title, String section) {
        this.id = id;
        this.title = title;
        this.section = section;
    }

    /// What it is called on the command line.
    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    /// Under which key its configuration lists servers.
    String section() {
        return section;
    }

    /// Whether an entry says that the server speaks over standard input and output.
    boolean wantsType() {
        return this == VS_CODE || this == CLAUDE_CODE;
    }

    /// Whether its configuration is TOML and not JSON.
    boolean isToml() {
        return this == CODEX;
    }

    /// The one of this name.
    public static McpClient named(String id) {
        return Arrays.stream(values())
                .filter(client -> client.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new SetupException("unknown client '" + id + "'; known are "
                        + String.join(
                                ", ", Arrays.stream(values()).map(McpClient::id).toList())
                        + "; for any other see docs/guides/connect-a-client.md"));
    }

    /// Where its configuration is on this kind of system.
    Path file(Place place) {
        return switch (this) {
            case CLAUDE_DESKTOP -> place.applications().resolve("Claude").resolve("claude_desktop_config.json");
            case VS_CODE -> place.applications().resolve(Path.of("Code", "User", "mcp.json"));
            case CLAUDE_CODE -> place.home().resolve(".claude.json");
            case CURSOR -> place.home().resolve(Path.of(".cursor", "mcp.json"));
            case GEMINI_CLI -> place.home().resolve(Path.of(".gemini", "settings.json"));
            case QWEN_CODE -> place.home().resolve(Path.of(".qwen", "settings.json"));
            case LM_STUDIO -> place.lmStudio().resolve("mcp.json");
            case WINDSURF -> place.home().resolve(Path.of(".codeium", "windsurf", "mcp_config.json"));
            case CODEX -> place.folder("CODEX_HOME", ".codex").resolve("config.toml");
            case OPENCODE -> place.opencode();
            case ZED -> place.zed().resolve("settings.json");
        };
    }

    /// Whether it seems to be used here.
    boolean found(Place place) {
        Path file = file(place);
        return Files.exists(file)
                || (this != CLAUDE_CODE
                        && Files.isDirectory(
                                Optional.ofNullable(file.getParent()).orElse(file)));
    }

    /// All that seem to be used here.
    static List<McpClient> found(Place place, List<McpClient> all) {
        return all.stream().filter(client -> client.found(place)).toList();
    }

    /// Whose home it is, and on what kind of system.
    public record Place(Path home, String os, Map<String, String> environment) {

        /// Where programs keep their configuration.
        Path applications() {
            return ConfigurationDirectory.ofPrograms(environment, os, home);
        }

        /// The folder that a variable names, or the usual one below the home.
        private Path folder(String variable, String usual) {
            return Optional.ofNullable(environment.get(variable))
                    .filter(path -> !path.isBlank())
                    .map(Path::of)
                    .orElse(home.resolve(usual));
        }

        /// As documented, or where older installations still have it (lmstudio-ai/lmstudio-bug-tracker#1371).
        private Path lmStudio() {
            Path older = home.resolve(Path.of(".cache", "lm-studio"));
            Path documented = home.resolve(".lmstudio");
            return !Files.exists(documented) && Files.isDirectory(older) ? older : documented;
        }

        /// It keeps to XDG on every system, and takes a name that says that there may be comments, too.
        private Path opencode() {
            Path folder = folder("XDG_CONFIG_HOME", ".config").resolve("opencode");
            Path commented = folder.resolve("opencode.jsonc");
            return Files.exists(commented) ? commented : folder.resolve("opencode.json");
        }

        /// On macOS, too, it is below `.config`.
        private Path zed() {
            return os.toLowerCase(Locale.ROOT).contains("windows")
                    ? applications().resolve("Zed")
                    : folder("XDG_CONFIG_HOME", ".config").resolve("zed");
        }

        /// Where this program keeps its own.
        public Path ours() {
            return ConfigurationDirectory.of(environment, os, home);
        }
    }
}
