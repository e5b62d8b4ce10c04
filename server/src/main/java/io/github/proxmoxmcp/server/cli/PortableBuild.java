package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.file.PrivateFile;
import io.github.proxmoxmcp.persistence.sql.SqliteLibrary;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the build that runs on any Java makes for the one that it runs on, in a folder of the user's caches that its
/// launcher names: the AOT cache, and SQLite's native part. The other builds have both from the start.
final class PortableBuild {

    /// Set to [#NO_CACHE], a start takes no AOT cache and makes none.
    static final String CACHE_VARIABLE = "PROXMOX_MCP_AOT";

    static final String NO_CACHE = "off";

    private static final String CACHE = "proxmox-mcp.aot";
    private static final String MADE_FOR = "proxmox-mcp.aot.made-for";

    private PortableBuild() {}

    /// The folder, when this is that build.
    static Optional<Path> folder() {
        return Optional.ofNullable(System.getProperty("proxmox-mcp.cache")).map(Path::of);
    }

    /// Before anything opens a database.
    static void prepare() {
        folder().ifPresent(SqliteLibrary::keepIn);
    }

    /// Looks beside what the program does whether there is a cache for this Java and these jars, and has another
    /// process make one where there is none. Nobody waits for it; a start without one is only slower.
    static void begin(Map<String, String> environment) {
        if (!NO_CACHE.equals(environment.get(CACHE_VARIABLE))) {
            folder().ifPresent(folder ->
                    Thread.ofPlatform().name("aot-cache").daemon().start(() -> begin(folder)));
        }
    }

    private static void begin(Path folder) {
        try {
            if (isMadeFor(folder, runs())) {
                return;
            }
            PrivateFile.createFolders(folder);
            List<String> command = new ArrayList<>(Launcher.command());
            command.addAll(List.of("generate", "cache"));
            ProcessBuilder process = new ProcessBuilder(command)
                    .redirectInput(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(folder.resolve("proxmox-mcp.aot.log").toFile());
            process.environment().put(CACHE_VARIABLE, NO_CACHE);
            process.start();
        } catch (IOException | RuntimeException _) {
            // A folder that cannot be written to: starts stay as slow as they are.
        }
    }

    /// Makes the cache for this Java, unless another process is just doing that.
    static void make(Path folder) throws IOException {
        PrivateFile.createFolders(folder);
        PrivateFile.keepOthersFromWriting(folder);
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("proxmox-mcp.aot.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            // The compiler does not know that there may be none.
            if (Optional.ofNullable(lock).isPresent() && !isMadeFor(folder, runs())) {
                CacheTraining.make(folder.resolve(CACHE));
                PrivateFile.keepOthersFromWriting(folder.resolve(CACHE));
                Files.writeString(folder.resolve(MADE_FOR), runs());
            }
        }
    }

    static boolean isMadeFor(Path folder, String runs) throws IOException {
        Path made = folder.resolve(MADE_FOR);
        return Files.exists(folder.resolve(CACHE))
                && PrivateFile.isOurs(folder.resolve(CACHE))
                && Files.exists(made)
                && Files.readString(made).equals(runs);
    }

    /// What runs here, as far as the runtime would refuse the cache of another: which Java, and which jars.
    private static String runs() throws IOException {
        Path jars = Path.of(System.getProperty("java.class.path"))
                .toAbsolutePath()
                .resolveSibling(".")
                .normalize();
        return Stream.of("java.home", "java.vm.name", "java.vm.vendor", "java.runtime.version")
                        .map(name -> name + " " + System.getProperty(name, ""))
                        .collect(Collectors.joining("\n"))
                + "\n" + jars(jars);
    }

    static String jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(file -> file + " " + file.toFile().length() + " "
                            + file.toFile().lastModified())
                    .collect(Collectors.joining("\n"));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
