package io.github.proxmoxmcp.server.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Whose files these are: where `$HOME` leads, as for every other program at a shell. Java's own `user.home` is the
/// user database's and ignores it.
public final class HomeDirectory {

    private HomeDirectory() {}

    /// On Windows a `HOME` is that of a Unix shell there, and no path that Windows knows.
    public static Path of(Map<String, String> environment, String osName) {
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/") && !osName.toLowerCase(Locale.ROOT).contains("windows")
                ? Path.of(home)
                : Path.of(System.getProperty("user.home"));
    }
}
