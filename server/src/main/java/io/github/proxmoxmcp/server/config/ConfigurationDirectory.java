package io.github.proxmoxmcp.server.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where a user's configuration belongs: XDG on Linux, the platform's own place elsewhere.
public final class ConfigurationDirectory {

    private ConfigurationDirectory() {}

    /// This program's own.
    public static Path of(Map<String, String> environment, String osName, Path home) {
        return ofPrograms(environment, osName, home).resolve("proxmox-mcp");
    }

    /// The folder in which each program has one of its own.
    public static Path ofPrograms(Map<String, String> environment, String osName, Path home) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return home.resolve("Library/Application Support");
        }
        if (os.contains("windows")) {
            return Path.of(environment.getOrDefault(
                    "APPDATA", home.resolve("AppData/Roaming").toString()));
        }
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        // The XDG specification: a relative path is invalid and must be ignored.
        return xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".config");
    }
}
