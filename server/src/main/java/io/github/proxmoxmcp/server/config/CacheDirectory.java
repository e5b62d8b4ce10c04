package io.github.proxmoxmcp.server.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where what can be made anew at any time belongs: XDG on Linux, the platform's own place elsewhere.
public final class CacheDirectory {

    private CacheDirectory() {}

    public static Path of(Map<String, String> environment, String osName, Path home) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return home.resolve("Library/Caches/proxmox-mcp");
        }
        if (os.contains("windows")) {
            return DataDirectory.of(environment, osName, home).resolve("cache");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The XDG specification: a relative path is invalid and must be ignored.
        return (xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache")).resolve("proxmox-mcp");
    }
}
