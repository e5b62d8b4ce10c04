package io.github.proxmoxmcp.server.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where a user's data belongs: XDG on Linux, the platform's own place elsewhere.
public final class DataDirectory {

    private DataDirectory() {}

    public static Path of(Map<String, String> environment, String osName, Path home) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return home.resolve("Library/Application Support/proxmox-mcp");
        }
        if (os.contains("windows")) {
            return Path.of(environment.getOrDefault(
                            "LOCALAPPDATA", home.resolve("AppData/Local").toString()))
                    .resolve("proxmox-mcp");
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        // The XDG specification: a relative path is invalid and must be ignored.
        return (xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".local/share")).resolve("proxmox-mcp");
    }
}
